//! The last line of a file: how many answers, how many bytes, and a checksum of everything above it.
//!
//! It is a comment, so the file stays plain TOML. It proves that the file is whole; it keeps no secret and stops no one.

use super::Seal;

/// How the line begins. The writer never lets a line of somebody's text begin like this.
pub(super) const MARK: &str = "# imago-end ";

/// The line for a document.
pub(super) fn line(body: &str, answers: usize) -> String {
    format!("{MARK}answers={answers} bytes={} crc32={:08x}\n", body.len(), checksum(body.as_bytes()))
}

/// What the last such line says of the text; `None` when there is none, or not all of it.
pub(super) fn find(text: &str) -> Option<Seal> {
    let start = text.rfind(&format!("\n{MARK}"))? + 1;
    let (body, rest) = text.split_at_checked(start)?;
    let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
    let (bytes, crc) = numbers(line.trim_end())?;
    let whole = bytes == body.len() && after.trim().is_empty() && crc == checksum(body.as_bytes());
    Some(if whole { Seal::Whole } else { Seal::ChangedOutside })
}

fn numbers(line: &str) -> Option<(usize, u32)> {
    let rest = line.strip_prefix(MARK)?.strip_prefix("answers=")?;
    let (answers, rest) = rest.split_once(" bytes=")?;
    let (bytes, crc) = rest.split_once(" crc32=")?;
    let _: usize = answers.parse().ok()?;
    match crc.len() {
        8 => Some((bytes.parse().ok()?, u32::from_str_radix(crc, 16).ok()?)),
        _ => None,
    }
}

/// CRC-32 as in zip and PNG.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    crc32fast::hash(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_known_one() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
        assert_eq!(checksum(b""), 0);
        assert_eq!(checksum(b"The quick brown fox jumps over the lazy dog"), 0x414f_a339);
    }

    #[test]
    fn every_part_of_the_line_must_be_there() {
        let body = "format = 1\n";
        let whole = format!("{body}{}", line(body, 0));
        assert_eq!(find(&whole), Some(Seal::Whole));
        assert_eq!(find(whole.trim_end()), Some(Seal::Whole));
        for end in 0..whole.len() - 1 {
            assert_eq!(find(whole.split_at(end).0), None, "cut at {end}");
        }
        assert_eq!(find(&whole.replace('1', "2")), Some(Seal::ChangedOutside));
        assert_eq!(find(&format!("{whole}[answers]\n")), Some(Seal::ChangedOutside));
    }
}
