//! `sharedStrings.xml`, and texts inside cells.

use std::{io::BufRead, sync::Arc};

use crate::{
    error::{ImportError, Quantity},
    job::{Job, within},
    package::Package,
    sheet::fitting,
    xml::{Node, Xml},
};

/// A text that several cells may show.
#[derive(Clone, Debug)]
pub(crate) struct SharedText {
    pub(crate) text: Arc<str>,
    pub(crate) traits: TextTraits,
}

/// What a text loses on its way.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TextTraits {
    /// Several formats inside.
    pub(crate) rich: bool,
    pub(crate) phonetic: bool,
    /// The end was cut off.
    pub(crate) cut: bool,
}

/// Reads the table of shared texts.
pub(crate) fn read(
    package: &mut Package,
    path: &str,
    job: &mut Job<'_>,
) -> Result<Vec<SharedText>, ImportError> {
    let mut texts = Vec::new();
    let Some(mut xml) = package.xml(path)? else {
        return Ok(texts);
    };
    let mut buffer = String::new();
    loop {
        match xml.next()? {
            Node::Start(tag) if tag.name() == "si" => {
                within(
                    texts.len() as u64 + 1,
                    job.limits.strings,
                    Quantity::Strings,
                    path,
                )?;
                buffer.clear();
                let mut traits = read_rich(&mut xml, &mut buffer)?;
                let (text, cut) = fitting(&buffer);
                traits.cut = cut;
                texts.push(SharedText { text, traits });
                if texts.len().is_multiple_of(4096) {
                    job.progress();
                }
            }
            Node::Eof => return Ok(texts),
            _ => {}
        }
    }
}

/// Reads the inside of `si` or `is`: plain text or runs of it, phonetic guides left out.
pub(crate) fn read_rich<R: BufRead>(
    xml: &mut Xml<R>,
    out: &mut String,
) -> Result<TextTraits, ImportError> {
    let mut traits = TextTraits::default();
    let (mut depth, mut runs, mut in_text, mut formatted) = (1, 0, false, false);
    loop {
        match xml.next()? {
            Node::Start(tag) => match tag.name() {
                "rPh" => {
                    traits.phonetic = true;
                    xml.skip()?;
                }
                name => {
                    in_text = name == "t";
                    runs += i32::from(name == "r");
                    formatted |= name == "rPr";
                    depth += 1;
                }
            },
            Node::End(_) => {
                in_text = false;
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            Node::Text(text) if in_text => out.push_str(&text),
            Node::Eof => break,
            _ => {}
        }
    }
    traits.rich = formatted && runs > 1;
    unescape(out);
    Ok(traits)
}

/// Turns `_x000D_` and its like, with which files write characters that XML cannot hold, into those characters.
pub(crate) fn unescape(text: &mut String) {
    if !text.contains("_x") {
        return;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let code = from
            .get(2..7)
            .filter(|c| c.ends_with('_'))
            .and_then(|c| u32::from_str_radix(&c[..4], 16).ok())
            .and_then(char::from_u32);
        if let Some(c) = code {
            if c != '\r' {
                out.push(c);
            }
            rest = &from[7..];
        } else {
            out.push_str("_x");
            rest = &from[2..];
        }
    }
    out.push_str(rest);
    *text = out;
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escaped_characters() {
        for (from, to) in [
            ("a_x000D_\nb", "a\nb"),
            ("_x005F_x0041_", "_x0041_"),
            ("_x00e9_", "é"),
            ("_xyz_", "_xyz_"),
            ("_x00", "_x00"),
            ("plain", "plain"),
        ] {
            let mut text = from.to_owned();
            unescape(&mut text);
            assert_eq!(text, to);
        }
    }
}
