//! The book's Markdown → rows of a page.

/// How many words a text has, marks of Markdown not counted.
#[must_use]
pub fn words(markdown: &str) -> usize {
    markdown.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}
