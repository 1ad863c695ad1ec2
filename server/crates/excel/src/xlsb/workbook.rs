//! `workbook.bin` and `sharedStrings.bin`

use std::{io::BufRead, sync::Arc};

use super::records::{Records, maybe_wide, wide};
use crate::{
    error::{ImportError, Quantity},
    imported::SheetState,
    job::{Job, within},
    ptg::{Bytes, SheetRef},
    sheet::fitting,
};

/// The content of the workbook part.
#[derive(Default)]
pub(crate) struct WorkbookPart {
    pub(crate) sheets: Vec<SheetEntry>,
    pub(crate) names: Vec<NameEntry>,
    pub(crate) references: Vec<SheetRef>,
    pub(crate) date1904: bool,
    books: Vec<SupBook>,
    links: Vec<(u32, i32, i32)>,
}

pub(crate) struct SheetEntry {
    pub(crate) name: String,
    pub(crate) relation: String,
    pub(crate) state: SheetState,
}

pub(crate) struct NameEntry {
    pub(crate) name: String,
    /// Place in the list of sheets.
    pub(crate) scope: Option<usize>,
    pub(crate) builtin: bool,
    pub(crate) hidden: bool,
    pub(crate) tokens: Vec<u8>,
}

/// Where references may lead.
enum SupBook {
    Own,
    AddIn,
    /// By relationship.
    File(String),
}

impl WorkbookPart {
    pub(crate) fn read<R: BufRead>(mut records: Records<R>) -> Result<Self, ImportError> {
        let mut book = Self::default();
        while let Some((kind, data)) = records.next()? {
            if book.record(kind, data).is_none() {
                return Err(records.short(kind));
            }
        }
        Ok(book)
    }

    fn record(&mut self, kind: u16, mut data: Bytes<'_>) -> Option<()> {
        match kind {
            153 => self.date1904 = data.u32()? & 1 != 0,
            156 => {
                let state = data.u32()?;
                data.u32()?;
                self.sheets.push(SheetEntry {
                    relation: maybe_wide(&mut data)?,
                    name: wide(&mut data)?,
                    state: match state {
                        1 => SheetState::Hidden,
                        2 => SheetState::VeryHidden,
                        _ => SheetState::Visible,
                    },
                });
            }
            355 => self.books.push(SupBook::File(maybe_wide(&mut data)?)),
            357 | 358 => self.books.push(SupBook::Own),
            667 => self.books.push(SupBook::AddIn),
            362 => {
                for _ in 0..data.u32()? {
                    let book = data.u32()?;
                    let (first, last) = (data.u32()?.cast_signed(), data.u32()?.cast_signed());
                    self.links.push((book, first, last));
                }
            }
            39 => self.name(data)?,
            _ => {}
        }
        Some(())
    }

    fn name(&mut self, mut data: Bytes<'_>) -> Option<()> {
        let flags = data.u32()?;
        data.u8()?;
        let scope = data.u32()?;
        let name = wide(&mut data)?;
        let length = usize::try_from(data.u32()?).ok()?;
        let tokens = data.take(length)?.to_vec();
        self.names.push(NameEntry {
            builtin: flags & 0x20 != 0,
            hidden: flags & 1 != 0,
            scope: usize::try_from(scope).ok().filter(|_| scope != u32::MAX),
            name,
            tokens,
        });
        Some(())
    }

    /// Works out what references name; `file` gives the name of a linked file by its relationship.
    pub(crate) fn resolve(&mut self, file: impl Fn(&str) -> String) {
        let own = |i: i32| {
            usize::try_from(i)
                .ok()
                .and_then(|i| self.sheets.get(i))
                .map(|s| s.name.as_str())
        };
        self.references = self
            .links
            .iter()
            .map(|(book, first, last)| {
                let book = usize::try_from(*book).ok().and_then(|i| self.books.get(i));
                match book {
                    Some(SupBook::Own) => match (own(*first), own(*last)) {
                        (Some(first), Some(last)) => SheetRef::own(first, last),
                        _ => SheetRef::default(),
                    },
                    Some(SupBook::AddIn) => SheetRef {
                        add_in: true,
                        ..SheetRef::default()
                    },
                    Some(SupBook::File(relation)) => SheetRef {
                        external: true,
                        ..SheetRef::foreign(&file(relation), "", Vec::new())
                    },
                    None => SheetRef::default(),
                }
            })
            .collect();
    }
}

/// Reads the table of shared texts, each with whether it has formats inside and whether its end was cut off.
pub(crate) fn shared_texts<R: BufRead>(
    mut records: Records<R>,
    part: &str,
    job: &mut Job<'_>,
) -> Result<Vec<(Arc<str>, bool, bool)>, ImportError> {
    let mut texts = Vec::new();
    while let Some((kind, mut data)) = records.next()? {
        if kind != 19 {
            continue;
        }
        within(
            texts.len() as u64 + 1,
            job.limits.strings,
            Quantity::Strings,
            part,
        )?;
        let read = data.u8().zip(wide(&mut data));
        let Some((flags, text)) = read else {
            return Err(records.short(kind));
        };
        let (text, cut) = fitting(&text);
        texts.push((text, flags & 1 != 0, cut));
        if texts.len() % 4096 == 0 {
            job.progress();
        }
    }
    Ok(texts)
}
