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

/// CRC-32 as in zip and PNG, eight bytes at a step.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    let (eights, rest) = bytes.as_chunks::<8>();
    let mut crc = u32::MAX;
    for &[a, b, c, d, e, f, g, h] in eights {
        let [i, j, k, l] = (crc ^ u32::from_le_bytes([a, b, c, d])).to_le_bytes();
        let [t0, t1, t2, t3, t4, t5, t6, t7] = &TABLES;
        crc = at(t7, i) ^ at(t6, j) ^ at(t5, k) ^ at(t4, l) ^ at(t3, e) ^ at(t2, f) ^ at(t1, g) ^ at(t0, h);
    }
    let [bytewise, ..] = &TABLES;
    for &byte in rest {
        let [low, ..] = crc.to_le_bytes();
        crc = (crc >> 8) ^ at(bytewise, low ^ byte);
    }
    !crc
}

/// A byte is always a place in a table of 256, so the compiler drops the check.
#[allow(clippy::indexing_slicing, reason = "256 entries, one for each byte")]
fn at(table: &[u32; 256], byte: u8) -> u32 {
    table[usize::from(byte)]
}

static TABLES: [[u32; 256]; 8] = tables();

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler, which would refuse a wrong index")]
const fn tables() -> [[u32; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            bit += 1;
        }
        tables[0][byte] = crc;
        byte += 1;
    }
    let mut step = 1;
    while step < 8 {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[step - 1][byte];
            tables[step][byte] = (before >> 8) ^ tables[0][(before & 0xff) as usize];
            byte += 1;
        }
        step += 1;
    }
    tables
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
