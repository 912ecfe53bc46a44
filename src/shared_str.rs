//! Words that may lie in a larger text, such as the file they were read from: they are shared and not copied.
//!
//! A start with many answers would otherwise copy the whole file, word by word, before it shows anything.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// Words, alone or in a larger text. They are never changed in place. `Debug` shows their size and never a word.
#[derive(Clone, Default)]
pub struct SharedStr {
    whole: Arc<String>,
    place: Range<usize>,
}

impl SharedStr {
    /// The words as they are, without a copy when they lie in this text.
    #[must_use]
    pub fn within(whole: &Arc<String>, words: &str) -> SharedStr {
        let start = words.as_ptr().addr().wrapping_sub(whole.as_ptr().addr());
        let place = start..start.wrapping_add(words.len());
        match whole.get(place.clone()) {
            Some(found) if std::ptr::eq(found.as_ptr(), words.as_ptr()) => {
                SharedStr { whole: Arc::clone(whole), place }
            }
            Some(_) | None => SharedStr::from(words),
        }
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.whole.get(self.place.clone()).unwrap_or_default()
    }
}

impl Deref for SharedStr {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<String> for SharedStr {
    fn from(words: String) -> SharedStr {
        SharedStr { place: 0..words.len(), whole: Arc::new(words) }
    }
}

impl From<&str> for SharedStr {
    fn from(words: &str) -> SharedStr {
        SharedStr::from(words.to_owned())
    }
}

impl From<SharedStr> for String {
    fn from(words: SharedStr) -> String {
        words.as_str().to_owned()
    }
}

impl PartialEq for SharedStr {
    fn eq(&self, other: &SharedStr) -> bool {
        // The same place in the same text needs no comparison of letters.
        (Arc::ptr_eq(&self.whole, &other.whole) && self.place == other.place)
            || self.as_str() == other.as_str()
    }
}

impl Eq for SharedStr {}

impl PartialEq<str> for SharedStr {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for SharedStr {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for SharedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for SharedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SharedStr({} bytes)", self.place.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_a_text_are_shared_and_others_are_copied() {
        let whole = Arc::new("a señal, 信号".to_owned());
        let part = whole.get(2..8).unwrap();
        let shared = SharedStr::within(&whole, part);
        assert_eq!(shared, "señal");
        assert!(std::ptr::eq(shared.as_ptr(), part.as_ptr()));
        let elsewhere = "señal".to_owned();
        let copied = SharedStr::within(&whole, &elsewhere);
        assert_eq!(copied, shared);
        assert!(!std::ptr::eq(copied.as_ptr(), elsewhere.as_ptr()));
        drop(whole);
        assert_eq!(shared, "señal");
        assert_eq!(
            (SharedStr::default(), SharedStr::within(&Arc::default(), "")),
            (SharedStr::from(""), SharedStr::from(""))
        );
    }

    #[test]
    fn debug_tells_no_word() {
        assert_eq!(format!("{:?}", SharedStr::from("secret")), "SharedStr(6 bytes)");
    }
}
