//! stub
/// Help.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Help {
    pub checked: String,
    pub text: String,
    pub places: Vec<HelpPlace>,
}
/// Place.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct HelpPlace {
    pub name: String,
    pub what_for: String,
    pub reach: String,
    pub region: String,
    pub note: String,
}
