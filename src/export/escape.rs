//! Makes words safe inside Markdown, so that they read exactly as they were typed.
//!
//! Markdown here is what CommonMark, GitHub, Obsidian and pandoc make of it, all at once: a sign is escaped when it
//! would mean something to any of them where it stands. Ordinary prose stays as it is, so that an export reads well
//! without any program. Two things are left to the reader's program because they change no words: an address of a
//! mailbox may become a link to itself, and pandoc may set quotes, dashes and dots as a printer would.

/// A space that Markdown neither drops nor takes for code.
const FIRM: char = '\u{a0}';

/// The lines of a text, each safe to read and none with a space at its end. Blank lines at both ends are left out.
///
/// A line's indent, and gaps of three cells and more in it, are kept with firm spaces; a tab is four.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> =
        text.replace("\r\n", "\n").split(is_break).map(|line| firm(line).trim_end().to_owned()).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.into_iter().skip_while(String::is_empty).collect()
}

/// A text on one line: its lines joined by `between`, its gaps closed.
pub(super) fn flat(text: &str, between: &str) -> String {
    let lines = lines(text);
    let lines = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(between)
}

/// Words that begin a line.
pub(super) fn line(words: &str) -> String {
    let indent = words.len() - words.trim_start().len();
    escaped(words, opener(words.trim_start()).map(|at| indent + at))
}

/// Words that stand inside a line, after something else.
pub(super) fn inside(words: &str) -> String {
    escaped(words, None)
}

/// Words as a double-quoted string of YAML. They are escaped for Markdown too, because pandoc reads them as Markdown,
/// and would fetch a picture that somebody put into a title.
pub(super) fn yaml(words: &str) -> String {
    let mut out = String::from('"');
    for sign in inside(&flat(words, " ")).chars() {
        match sign {
            '"' | '\\' => out.extend(['\\', sign]),
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' => out.push_str(&format!("\\u{:04X}", u32::from(sign))),
            _ => out.push(sign),
        }
    }
    out.push('"');
    out
}

/// An id inside a comment. Signs that no id of a book has are written as `%2D`, so that none can end the comment.
pub(super) fn id(id: &str) -> String {
    let mut out = String::new();
    for sign in id.chars() {
        if sign.is_ascii_alphanumeric() || sign == '_' || sign == '.' || (sign == '-' && !out.ends_with('-'))
        {
            out.push(sign);
        } else {
            let mut bytes = [0; 4];
            out.extend(sign.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")));
        }
    }
    out
}

/// Whether a sign ends a line, in any of the ways that programs have had for it.
fn is_break(sign: char) -> bool {
    matches!(sign, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A line without control characters, with its indent and its wide gaps made firm.
fn firm(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut gap = 0;
    for sign in line.chars() {
        match sign {
            ' ' => gap += 1,
            '\t' => gap += 4,
            _ if sign.is_control() => {}
            _ => {
                let firm = if out.is_empty() {
                    gap
                } else if gap > 2 {
                    gap - 1
                } else {
                    0
                };
                out.extend(std::iter::repeat_n(FIRM, firm));
                out.extend(std::iter::repeat_n(' ', gap - firm));
                gap = 0;
                out.push(sign);
            }
        }
    }
    out
}

/// Words with a backslash before every sign that would mean something, and before the one at `opener`.
fn escaped(words: &str, opener: Option<usize>) -> String {
    let mut out = String::with_capacity(words.len() + words.len() / 8);
    for (at, sign) in words.char_indices() {
        let (before, rest) = words.split_at(at);
        if opener == Some(at) || means_something(before, sign, rest.strip_prefix(sign).unwrap_or(rest)) {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

/// Whether a sign would mean something wherever it stands in a line.
fn means_something(before: &str, sign: char, rest: &str) -> bool {
    let last = before.chars().next_back();
    let next = rest.chars().next();
    let in_word = last.is_some_and(char::is_alphanumeric);
    match sign {
        '\\' | '`' | '*' | '~' | '^' | '$' | '[' | '{' | '|' => true,
        // snake_case is a word everywhere.
        '_' => !(in_word && next.is_some_and(char::is_alphanumeric)),
        // A tag of Obsidian; also the signs that would close a heading. C# is a word.
        '#' => !in_word,
        // A citation of pandoc. An address of a mailbox is a word.
        '@' => !in_word && !next.is_some_and(char::is_whitespace),
        // Obsidian's %%comments%% and ==marks==.
        '%' | '=' => last == Some(sign) || next == Some(sign),
        '<' => !(ends(next) || next == Some('=') || is_heart(rest)),
        // pandoc looks for comments in a list before it looks for backslashes.
        '!' => last == Some('<'),
        '&' => is_entity(rest),
        // Addresses of the web, and :emoji:.
        ':' => rest.starts_with("//") || is_short_code(rest),
        '.' => !ends(next) && ends_with_www(before),
        _ => false,
    }
}

/// Where the sign is that would make a block of this line: a heading, a list, a quote, a rule, a table.
fn opener(line: &str) -> Option<usize> {
    let mut signs = line.chars();
    let first = signs.next()?;
    let next = signs.next();
    let only_rules = line.chars().all(|sign| "-+=:|*_ ".contains(sign) || sign == FIRM);
    let opens = match first {
        // Some take any colon here for a definition, even in a smile.
        '#' | '>' | ':' => true,
        '-' => ends(next),
        '+' => ends(next) || matches!(next, Some('-' | '=')),
        _ => false,
    };
    if opens || only_rules { Some(0) } else { numbering(line) }
}

/// Where the dot or parenthesis of `1.`, `a)`, `(iv)` or `#.` is, at the beginning of a line.
fn numbering(line: &str) -> Option<usize> {
    let open = line.strip_prefix('(');
    let inner = open.unwrap_or(line);
    let label = inner.find(['.', ')'])?;
    let (name, rest) = inner.split_at(label);
    let digits = name.chars().all(|sign| sign.is_ascii_digit());
    let roman = name.chars().all(|sign| "ivxlcdm".contains(sign.to_ascii_lowercase()));
    let letter = name.len() == 1 && name.chars().all(|sign| sign.is_ascii_alphabetic());
    let numbers = !name.is_empty() && (digits || roman || letter) && ends(rest.chars().nth(1));
    numbers.then_some(line.len() - rest.len())
}

/// Whether a word ends before this sign.
fn ends(next: Option<char>) -> bool {
    next.is_none_or(char::is_whitespace)
}

/// `<3` as people write it; a longer word could be the address of a mailbox.
fn is_heart(rest: &str) -> bool {
    let after = rest.trim_start_matches('3');
    after.len() < rest.len() && (ends(after.chars().next()) || after.starts_with([',', ')']))
}

/// Whether `&` and this are an entity, such as `amp;` or `#38;`.
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let after = name.trim_start_matches(|sign: char| sign.is_ascii_alphanumeric());
    after.len() < name.len() && after.starts_with(';')
}

/// Whether `:` and this are the name of an emoji, such as `heart:`. Times of day are not.
fn is_short_code(rest: &str) -> bool {
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '+' | '-');
    let after = rest.trim_start_matches(is_part);
    let name = rest.strip_suffix(after).unwrap_or(rest);
    after.starts_with(':') && name.contains(|sign: char| !sign.is_ascii_digit())
}

/// Whether a word `www` ends here.
fn ends_with_www(before: &str) -> bool {
    let mut signs = before.chars().rev();
    (0..3).all(|_| matches!(signs.next(), Some('w' | 'W')))
        && !signs.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, safe: &str) {
        assert_eq!(line(typed), safe, "{typed:?}");
    }

    #[test]
    fn prose_stays_as_it_is() {
        for prose in [
            "I don't know (yet), but it's half-past 9.30 - or so; 100% \"sure\"... well!",
            "self-worth, C# and snake_case, 3 < 4 <= 5 and a -> b, Q&A, I <3 you, 12:30:45",
            "Well-known. -- He said: no / yes? sam@example.com",
            "I'm here.",
            "-ish",
            "e.g. this",
        ] {
            check(prose, prose);
        }
    }

    #[test]
    fn signs_at_the_beginning_of_a_line() {
        check("# 9 is a car", r"\# 9 is a car");
        check("---", r"\---");
        check("- - -", r"\- - -");
        check("===", r"\=\=\=");
        check("=", r"\=");
        check("- one", r"\- one");
        check("+ one", r"\+ one");
        check("> one", r"\> one");
        check("1. one", r"1\. one");
        check("2026) one", r"2026\) one");
        check("(a) one", r"(a\) one");
        check("iv. one", r"iv\. one");
        check("1.", r"1\.");
        check(": one", r"\: one");
        check("::: note", r"\::: note");
        check("+---+", r"\+---+");
        check("\u{a0}\u{a0}# x", "\u{a0}\u{a0}\\# x");
    }

    #[test]
    fn signs_inside_a_line() {
        check("a *b* _c_ ~~d~~ `e` $f$", r"a \*b\* \_c\_ \~\~d\~\~ \`e\` \$f\$");
        check("![a](http://b)", r"!\[a](http\://b)");
        check("see www.example.com", r"see www\.example.com");
        check("<script>", r"\<script>");
        check("<!-- a -->", r"\<\!-- a -->");
        check("&amp; &#38; & Q&A;", r"\&amp; \&\#38; & Q\&A;");
        check("[[wiki]] [^1] ^block", r"\[\[wiki]] \[\^1] \^block");
        check("%%gone%% ==mark== a #tag @cite", r"\%\%gone\%\% \=\=mark\=\= a \#tag \@cite");
        check("{.attr} a | b :heart: \\", r"\{.attr} a \| b \:heart: \\");
    }

    #[test]
    fn lines_keep_their_shape() {
        let firm = |count| "\u{a0}".repeat(count);
        assert_eq!(
            lines("\n\na \r\n\r\tb\0\n  \n"),
            ["a".to_owned(), String::new(), format!("{}b", firm(4))]
        );
        assert_eq!(lines("a  b    c"), [format!("a  b{} c", firm(3))]);
        assert_eq!(flat(" a\n\n  b \t c", " / "), "a / b c");
    }

    #[test]
    fn ids_cannot_end_a_comment() {
        assert_eq!(id("wounds.scene-1_b"), "wounds.scene-1_b");
        assert_eq!(id("a.b--> ü"), "a.b-%2D%3E%20%C3%BC");
    }

    #[test]
    fn a_string_of_yaml_ends_where_it_should() {
        assert_eq!(yaml("Sam\n\"a\": b # c"), r#""Sam \"a\": b \\# c""#);
        assert_eq!(yaml(""), r#""""#);
    }
}
