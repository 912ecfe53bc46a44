//! Conditions under which a question or page is there: `ache >= 4 and not style has "withdraw"`.

/// A condition, read once.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {}
