//! Compound files: the small file system inside files of Office before 2007, and around encrypted ones of today.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
};

use crate::error::{ImportError, Quantity};

const FREE: u32 = 0xFFFF_FFFA;
const HEADER: u64 = 512;
const ENTRY: usize = 128;

/// An open compound file.
pub(crate) struct Compound {
    file: File,
    length: u64,
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini_cutoff: u64,
    entries: Vec<Entry>,
    /// The stream that small streams live in.
    mini: Vec<u8>,
}

struct Entry {
    name: String,
    is_stream: bool,
    start: u32,
    size: u64,
}

impl Compound {
    pub(crate) fn open(mut file: File) -> Result<Self, ImportError> {
        let length = file.seek(SeekFrom::End(0)).map_err(ImportError::Input)?;
        let mut header = [0_u8; 512];
        if length < HEADER {
            return Err(truncated(length));
        }
        file.rewind()
            .and_then(|()| file.read_exact(&mut header))
            .map_err(ImportError::Input)?;
        let sector = match u16_at(&header, 30) {
            9 => 512,
            12 => 4096,
            _ => return Err(damaged("its sectors have an impossible size")),
        };
        let mut compound = Self {
            file,
            length,
            sector,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini_cutoff: u64::from(u32_at(&header, 56)).clamp(1, 1 << 20),
            entries: Vec::new(),
            mini: Vec::new(),
        };
        compound.read_fat(&header)?;
        let directory = compound.chain(u32_at(&header, 48), u64::MAX)?;
        compound.read_directory(&directory);
        let mini_fat = compound.chain(u32_at(&header, 60), u64::MAX)?;
        compound.mini_fat = words(&mini_fat);
        let root = compound.entries.first().map(|e| (e.start, e.size));
        if let Some((start, size)) = root.filter(|(start, _)| *start < FREE) {
            compound.mini = compound.chain(start, size)?;
        }
        Ok(compound)
    }

    /// Names of all streams and storages.
    pub(crate) fn names(&self) -> Vec<String> {
        self.entries.iter().map(|e| e.name.clone()).collect()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries
            .iter()
            .any(|e| e.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of a stream; `None` when there is none of that name.
    pub(crate) fn stream(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, ImportError> {
        let found = self
            .entries
            .iter()
            .find(|e| e.is_stream && e.name.eq_ignore_ascii_case(name));
        let Some((start, size)) = found.map(|e| (e.start, e.size)) else {
            return Ok(None);
        };
        if size > most {
            return Err(ImportError::Limit {
                what: Quantity::Inflated,
                limit: most,
                part: name.to_owned(),
            });
        }
        let bytes = if size < self.mini_cutoff {
            self.mini_chain(start, size)?
        } else {
            self.chain(start, size)?
        };
        if (bytes.len() as u64) < size {
            return Err(truncated(self.length));
        }
        Ok(Some(bytes))
    }

    /// The table of which sector follows which; its own places stand in the header and in sectors of their own.
    fn read_fat(&mut self, header: &[u8]) -> Result<(), ImportError> {
        let mut places: Vec<u32> = (0..109).map(|i| u32_at(header, 76 + i * 4)).collect();
        let per_sector = self.sector / 4;
        let mut next = u32_at(header, 68);
        let mut seen = 0;
        while next < FREE {
            seen += 1;
            if seen > self.sectors() {
                return Err(damaged("its list of sectors runs in a circle"));
            }
            let mut list = words(&self.sector(next)?);
            next = list.pop().unwrap_or(u32::MAX);
            list.truncate(per_sector - 1);
            places.extend(list);
        }
        places.retain(|place| *place < FREE);
        if places.len() as u64 > self.sectors() {
            return Err(damaged("its list of sectors is longer than the file"));
        }
        for place in places {
            let list = words(&self.sector(place)?);
            self.fat.extend(list);
        }
        Ok(())
    }

    fn read_directory(&mut self, bytes: &[u8]) {
        for entry in bytes.chunks_exact(ENTRY) {
            let kind = entry[66];
            let length = usize::from(u16_at(entry, 64)).clamp(2, 64) - 2;
            let units: Vec<u16> = entry[..length]
                .chunks_exact(2)
                .map(|c| u16::from_le_bytes([c[0], c[1]]))
                .collect();
            let high = if self.sector == 512 {
                0
            } else {
                u32_at(entry, 124)
            };
            if kind != 0 {
                self.entries.push(Entry {
                    name: String::from_utf16_lossy(&units),
                    is_stream: kind == 2,
                    start: u32_at(entry, 116),
                    size: u64::from(u32_at(entry, 120)) | u64::from(high) << 32,
                });
            }
        }
    }

    fn sectors(&self) -> u64 {
        self.length / self.sector as u64 + 1
    }

    /// A sector; the last one of a file may be short.
    fn sector(&mut self, number: u32) -> Result<Vec<u8>, ImportError> {
        let at = (u64::from(number) + 1) * self.sector as u64;
        if at >= self.length {
            return Err(truncated(self.length));
        }
        let mut bytes = Vec::with_capacity(self.sector);
        self.file
            .seek(SeekFrom::Start(at))
            .and_then(|_| {
                (&mut self.file)
                    .take(self.sector as u64)
                    .read_to_end(&mut bytes)
            })
            .map_err(ImportError::Input)?;
        Ok(bytes)
    }

    /// Sectors from `start` on, until `size` bytes are there or the chain ends.
    fn chain(&mut self, start: u32, size: u64) -> Result<Vec<u8>, ImportError> {
        let mut bytes = Vec::new();
        let mut next = start;
        let mut seen = 0;
        while next < FREE && (bytes.len() as u64) < size {
            seen += 1;
            if seen > self.sectors() {
                return Err(damaged("a stream runs in a circle"));
            }
            bytes.extend(self.sector(next)?);
            next = self.fat.get(next as usize).copied().unwrap_or(u32::MAX);
        }
        truncate(&mut bytes, size);
        Ok(bytes)
    }

    fn mini_chain(&self, start: u32, size: u64) -> Result<Vec<u8>, ImportError> {
        const MINI: usize = 64;
        let mut bytes = Vec::new();
        let mut next = start;
        while next < FREE && (bytes.len() as u64) < size {
            let at = next as usize * MINI;
            let Some(piece) = self.mini.get(at..(at + MINI).min(self.mini.len())) else {
                return Err(damaged("a small stream leaves its place"));
            };
            if bytes.len() > self.mini.len() {
                return Err(damaged("a small stream runs in a circle"));
            }
            bytes.extend_from_slice(piece);
            next = self
                .mini_fat
                .get(next as usize)
                .copied()
                .unwrap_or(u32::MAX);
        }
        truncate(&mut bytes, size);
        Ok(bytes)
    }
}

fn truncate(bytes: &mut Vec<u8>, size: u64) {
    bytes.truncate(usize::try_from(size).unwrap_or(usize::MAX));
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]))
        .collect()
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn truncated(have: u64) -> ImportError {
    ImportError::Truncated {
        have,
        expected: None,
    }
}

fn damaged(what: &str) -> ImportError {
    ImportError::Damaged {
        part: "the list of its parts".to_owned(),
        what: what.to_owned(),
    }
}
