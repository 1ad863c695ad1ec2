//! Joining updates that follow one another into one.

use std::collections::BTreeMap;

use super::{GateLimits, Refusal, cursor::put_uint, scan::Scan, write::put_deletes};

/// Joins updates that a document made ([`crate::document::Applied::update`]), in the order in which
/// it made them, into one that has the same effect.
pub fn merge<B: AsRef<[u8]>>(updates: &[B]) -> Result<Vec<u8>, Refusal> {
    if let [one] = updates {
        return Ok(one.as_ref().to_vec());
    }
    let scans = updates
        .iter()
        .map(|u| Scan::read(u.as_ref(), &GateLimits::TRUSTED))
        .collect::<Result<Vec<_>, _>>()?;
    // Client to first clock, next clock, number of structs and their bytes.
    let mut clients: BTreeMap<u64, (u32, u32, u64, Vec<u8>)> = BTreeMap::new();
    for scan in &scans {
        for section in &scan.sections {
            let client =
                clients
                    .entry(section.client)
                    .or_insert((section.start, section.start, 0, vec![]));
            if client.1 != section.start {
                return Err(Refusal::Gap {
                    client: section.client,
                    clock: section.start,
                    known: client.1,
                });
            }
            for one in scan
                .structs
                .get(section.structs.clone())
                .unwrap_or_default()
            {
                client.2 += 1;
                client.3.extend_from_slice(one.bytes);
            }
            client.1 = section.end;
        }
    }
    let mut out = vec![];
    put_uint(&mut out, clients.len().try_into().unwrap_or(u64::MAX));
    for (client, (start, _, count, bytes)) in clients.into_iter().rev() {
        put_uint(&mut out, count);
        put_uint(&mut out, client);
        put_uint(&mut out, start.into());
        out.extend_from_slice(&bytes);
    }
    let deletes = scans.iter().flat_map(|s| s.deletes.iter().copied());
    put_deletes(&mut out, deletes);
    Ok(out)
}
