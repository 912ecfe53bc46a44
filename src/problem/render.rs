//! Problems as a good compiler prints them: the sentence, the place, the line with a mark under it, and what to do.
//!
//! Everything from a file is made harmless on its way out: no control character and no bidi mark reaches a terminal.

use super::{Problem, Severity, line_column};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// Whether a report may have colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    /// Plain text.
    #[default]
    None,
    /// Colours of the terminal, through escape codes.
    Ansi,
}

/// One problem, for a reader. `source` is the text of its file; without it only the sentences are shown.
#[must_use]
pub fn render(problem: &Problem, source: &str, colours: Colours) -> String {
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let sentence = harmless(&problem.sentence);
    let file = harmless(&problem.file);
    let title = level.primary_title(sentence).id(problem.code);
    let mut group = if source.is_empty() {
        Group::with_title(title).element(Origin::path(file))
    } else {
        let mut snippet = Snippet::source(source)
            .path(file)
            .annotation(AnnotationKind::Primary.span(on_one_line(source, &problem.at)));
        if let Some((at, words)) = &problem.also {
            let label = harmless(words);
            snippet = snippet.annotation(AnnotationKind::Context.span(on_one_line(source, at)).label(label));
        }
        Group::with_title(title).element(snippet)
    };
    // A file that cannot be read has no lines, and its sentence says what to do.
    let guide = || format!("workbook/README.md, the guide for authors, says more about {}", problem.code);
    let help = problem.help.clone().or_else(|| (!source.is_empty()).then(guide));
    if let Some(help) = help {
        group = group.element(Level::HELP.message(harmless(&help)));
    }
    let renderer = match colours {
        Colours::None => Renderer::plain(),
        Colours::Ansi => Renderer::styled(),
    };
    // The renderer shows most of what steers a terminal as pictures, but not all of it.
    let steers = |c: char| matches!(c, '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{7f}');
    renderer.term_width(110).render(&[group]).replace(steers, "\u{fffd}")
}

/// All problems of several files: the file's name, its text, and what is wrong in it. Sorted by file and place; the
/// last line counts them. Empty when nothing is wrong.
#[must_use]
pub fn report(files: &[(&str, &str, &[Problem])], colours: Colours) -> String {
    let mut files: Vec<_> = files.iter().filter(|(_, _, problems)| !problems.is_empty()).collect();
    files.sort_by_key(|(name, _, _)| *name);
    let mut text = String::new();
    let mut count = 0;
    for (_, source, problems) in &files {
        let mut problems: Vec<&Problem> = problems.iter().collect();
        problems.sort_by_key(|problem| (problem.at.start, problem.code));
        for problem in problems {
            text.push_str(&render(problem, source, colours));
            text.push_str("\n\n");
            count += 1;
        }
    }
    if count > 0 {
        let problems = if count == 1 { "problem" } else { "problems" };
        let place = if files.len() == 1 { "file" } else { "files" };
        text.push_str(&format!("{count} {problems} in {} {place}.\n", files.len()));
    }
    text
}

/// One problem in one line, for a screen: `line 45, column 10: no question with the id "neds" ..`.
#[must_use]
pub fn brief(problem: &Problem, source: &str) -> String {
    let sentence = harmless(&problem.sentence);
    if source.is_empty() {
        return sentence;
    }
    let (line, column) = line_column(source, problem.at.start);
    format!("line {line}, column {column}: {sentence}")
}

/// A place within the text, cut to its first line: a mark under a whole text says less than one at its beginning.
fn on_one_line(source: &str, at: &Range<usize>) -> Range<usize> {
    let boundary = |mut byte: usize| {
        byte = byte.min(source.len());
        while !source.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    };
    let start = boundary(at.start);
    let end = boundary(at.end.max(start));
    let rest = source.get(start..end).unwrap_or("");
    let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
    start..start + line
}

/// Words from a file without anything that a terminal could act on.
fn harmless(words: &str) -> String {
    words
        .chars()
        .map(|c| match c {
            c if c.is_control() => '\u{fffd}',
            '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                '\u{fffd}'
            }
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(at: Range<usize>) -> Problem {
        Problem {
            code: "E07",
            sentence: "no question with the id \"neds\" comes before this one".into(),
            file: "02-wounds.toml".into(),
            at,
            also: None,
            help: Some("did you mean \"needs\" (line 36, a list)?".into()),
        }
    }

    #[test]
    fn it_reads_like_a_compiler() {
        let source = format!("{}from   = \"neds\"\nmore = 1\n", "\n".repeat(44));
        let text = render(&problem(53..59), &source, Colours::None);
        assert_eq!(
            text,
            "error[E07]: no question with the id \"neds\" comes before this one\n  --> 02-wounds.toml:45:10\n   |\n\
             45 | from   = \"neds\"\n   |          ^^^^^^\n   |\n   = help: did you mean \"needs\" (line 36, a list)?"
        );
    }

    #[test]
    fn tabs_crlf_and_controls_do_no_harm() {
        let source = "a = 1\r\n\tfrom = \"\u{1b}[2Jneds\u{202e}\"\r\n";
        let mut problem = problem(15..27);
        problem.file = "a\u{1b}]0;x\u{7}.toml".into();
        let text = render(&problem, source, Colours::None);
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
        assert!(!text.contains('\u{202e}'));
        assert!(text.contains(":2:9"), "{text}");
    }

    #[test]
    fn no_place_is_out_of_bounds() {
        for at in [0..0, 5..5, 90..95, 1..3] {
            for source in ["", "é", "ab\ncd", "\u{feff}a"] {
                assert!(render(&problem(at.clone()), source, Colours::None).contains("E07"));
            }
        }
    }

    #[test]
    fn a_report_counts_and_sorts() {
        let (one, two) = ([problem(3..4), problem(0..1)], [problem(1..2)]);
        let text = report(&[("b", "abcdef", &one), ("c", "", &[]), ("a", "abcdef", &two)], Colours::None);
        assert!(text.ends_with("3 problems in 2 files.\n"));
        let places: Vec<&str> = text.lines().filter(|line| line.contains("-->")).collect();
        assert_eq!(places, [" --> 02-wounds.toml:1:2", " --> 02-wounds.toml:1:1", " --> 02-wounds.toml:1:4"]);
        assert_eq!(report(&[("a", "", &[])], Colours::None), "");
    }
}
