//! The book's Markdown → rows of a page.

/// How many words a text has, marks of Markdown not counted.
#[must_use]
pub fn words(markdown: &str) -> usize {
    markdown.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}
/// stub
#[must_use]
pub fn blocks(markdown: &str, width: usize) -> Vec<Vec<crate::sheet::Row>> {
    markdown
        .split("\n\n")
        .filter(|b| !b.trim().is_empty())
        .map(|block| {
            let text = block.replace('\n', " ");
            crate::text::wrap(&text, width.max(1))
                .into_iter()
                .map(|r| {
                    crate::sheet::Row::of(crate::sheet::Role::Plain, text.get(r).unwrap_or("").trim_end())
                })
                .chain([crate::sheet::Row::default()])
                .collect()
        })
        .collect()
}
