//! Zip packages: the parts of a file by name, their relationships, and bounded readers over them.

use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
};

use rustc_hash::FxHashMap;
use zip::{ZipArchive, read::ZipFile, result::ZipError};

use crate::{
    error::{ImportError, Quantity},
    limits::Limits,
    meter::{Meter, Metered},
    xml::{Node, Xml, io_error},
};

/// A part as it is unpacked.
pub(crate) type Part<'a> = ZipFile<'a, BufReader<File>>;

/// Reader of an XML part.
pub(crate) type PartXml<'a> = Xml<BufReader<Part<'a>>>;

/// An open package.
pub(crate) struct Package {
    zip: ZipArchive<BufReader<File>>,
    /// Lower-case path with forward slashes → index.
    index: FxHashMap<String, usize>,
    meter: Meter,
}

/// A relationship of a part.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    pub(crate) id: String,
    /// Last part of the type's address: `worksheet`, `styles`, …
    pub(crate) kind: String,
    /// Path inside the package, or the address outside of it.
    pub(crate) target: String,
    pub(crate) external: bool,
}

impl Package {
    pub(crate) fn open(
        mut file: File,
        limits: &Limits,
        meter: &Meter,
    ) -> Result<Self, ImportError> {
        let length = file
            .seek(SeekFrom::End(0))
            .and_then(|end| file.rewind().map(|()| end))
            .map_err(ImportError::Input)?;
        let fallback = file.try_clone().map_err(ImportError::Input)?;
        let zip = match ZipArchive::new(BufReader::new(file)) {
            Ok(zip) => zip,
            Err(ZipError::Io(e)) if e.kind() != std::io::ErrorKind::UnexpectedEof => {
                return Err(ImportError::Input(e));
            }
            Err(_) => return Err(broken_directory(fallback, length)),
        };
        if zip.len() as u64 > limits.parts {
            return Err(ImportError::Limit {
                what: Quantity::Parts,
                limit: limits.parts,
                part: String::new(),
            });
        }
        let mut index = FxHashMap::default();
        for i in 0..zip.len() {
            if let Some(Ok(name)) = zip.name_for_index(i) {
                index.entry(normal(&name)).or_insert(i);
            }
        }
        Ok(Self {
            zip,
            index,
            meter: meter.clone(),
        })
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.index.contains_key(&normal(path))
    }

    /// Paths of all parts, lower case.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.index.keys().map(String::as_str)
    }

    /// Size of a part after inflating, as the package claims it.
    pub(crate) fn claimed_size(&self, path: &str) -> u64 {
        self.index
            .get(&normal(path))
            .and_then(|&i| self.zip.by_index_data(i).ok())
            .map_or(0, |entry| entry.size())
    }

    /// Opens a part; `None` when there is none of that name.
    pub(crate) fn part(&mut self, path: &str) -> Result<Option<Part<'_>>, ImportError> {
        let Some(&i) = self.index.get(&normal(path)) else {
            return Ok(None);
        };
        match self.zip.by_index(i) {
            Ok(file) => Ok(Some(file)),
            Err(ZipError::UnsupportedArchive(why)) if why == ZipError::PASSWORD_REQUIRED => {
                Err(ImportError::Encrypted)
            }
            Err(e) => Err(ImportError::Damaged {
                part: path.to_owned(),
                what: e.to_string(),
            }),
        }
    }

    /// Opens an XML part; `None` when there is none of that name.
    pub(crate) fn xml(&mut self, path: &str) -> Result<Option<PartXml<'_>>, ImportError> {
        let meter = self.meter.clone();
        match self.part(path)? {
            None => Ok(None),
            Some(file) => Xml::new(path, BufReader::with_capacity(1 << 16, file), &meter).map(Some),
        }
    }

    /// Opens an XML part that must be there.
    pub(crate) fn required(&mut self, path: &str) -> Result<PartXml<'_>, ImportError> {
        self.xml(path)?.ok_or_else(|| ImportError::Damaged {
            part: path.to_owned(),
            what: "it is missing".to_owned(),
        })
    }

    /// The first bytes of a part.
    pub(crate) fn head(&mut self, path: &str, most: u64) -> Result<Vec<u8>, ImportError> {
        let meter = self.meter.clone();
        let mut out = Vec::new();
        if let Some(file) = self.part(path)? {
            Metered::new(file, meter)
                .take(most)
                .read_to_end(&mut out)
                .map_err(|e| io_error(path, &e))?;
        }
        Ok(out)
    }

    /// The relationships of a part (`""`: of the package).
    pub(crate) fn relations(&mut self, path: &str) -> Result<Vec<Relation>, ImportError> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let rels = if folder.is_empty() {
            format!("_rels/{name}.rels")
        } else {
            format!("{folder}/_rels/{name}.rels")
        };
        let mut out = Vec::new();
        let Some(mut xml) = self.xml(&rels)? else {
            return Ok(out);
        };
        loop {
            match xml.next()? {
                Node::Start(tag) if tag.name() == "Relationship" => {
                    let kind = tag.attr("Type").unwrap_or_default();
                    let target = tag.attr("Target").unwrap_or_default();
                    let external = tag.attr("TargetMode").is_some_and(|m| m == "External");
                    out.push(Relation {
                        id: tag.attr("Id").unwrap_or_default().into_owned(),
                        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                        target: if external {
                            target.into_owned()
                        } else {
                            resolve(folder, &target)
                        },
                        external,
                    });
                }
                Node::Eof => return Ok(out),
                _ => {}
            }
        }
    }
}

/// Names are compared without case; some programs write backslashes or a leading slash.
fn normal(path: &str) -> String {
    path.replace('\\', "/")
        .trim_start_matches('/')
        .to_lowercase()
}

/// A target relative to the folder of the part that names it.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let joined = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if folder.is_empty() => target,
        None => format!("{folder}/{target}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

/// A zip file whose directory, which stands at the end, is missing: cut short, most likely.
fn broken_directory(mut file: File, length: u64) -> ImportError {
    let mut tail = Vec::new();
    let start = length.saturating_sub(66_000);
    let read = file
        .seek(SeekFrom::Start(start))
        .and_then(|_| file.read_to_end(&mut tail));
    if read.is_ok() && tail.windows(4).any(|w| w == b"PK\x05\x06") {
        return ImportError::Damaged {
            part: "the list of its parts".to_owned(),
            what: "it does not fit the file".to_owned(),
        };
    }
    ImportError::Truncated {
        have: length,
        expected: expected_length(&mut file, length),
    }
}

/// Walks the local headers from the start; a part that reaches beyond the end tells how long the file was.
fn expected_length(file: &mut File, length: u64) -> Option<u64> {
    let mut at = 0_u64;
    loop {
        let mut header = [0_u8; 30];
        file.seek(SeekFrom::Start(at)).ok()?;
        file.read_exact(&mut header).ok()?;
        let streamed = header[6] & 8 != 0;
        if &header[..4] != b"PK\x03\x04" || streamed {
            return None;
        }
        let [a, b, c, d] = [header[18], header[19], header[20], header[21]];
        let packed = u64::from(u32::from_le_bytes([a, b, c, d]));
        let name = u64::from(u16::from_le_bytes([header[26], header[27]]));
        let extra = u64::from(u16::from_le_bytes([header[28], header[29]]));
        at += 30 + name + extra + packed;
        if at > length {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_resolve() {
        assert_eq!(
            resolve("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(
            resolve("xl/worksheets", "../drawings/d.xml"),
            "xl/drawings/d.xml"
        );
        assert_eq!(resolve("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolve("", "xl\\workbook.xml"), "xl/workbook.xml");
        assert_eq!(resolve("xl", "../../../etc/x"), "etc/x");
    }
}
