//! Blocks, manifests and style tables: immutable bytes named by their content.

use daylight_model::Hash;
use sqlx::postgres::{PgConnection, PgExecutor};
use time::OffsetDateTime;

use crate::ids::WorkbookId;

/// Stores assets of a workbook; what is there already stays.
pub async fn insert(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    assets: &[(Hash, Vec<u8>)],
) -> sqlx::Result<()> {
    let hashes: Vec<&[u8]> = assets.iter().map(|(hash, _)| hash.0.as_slice()).collect();
    let bodies: Vec<&[u8]> = assets.iter().map(|(_, body)| body.as_slice()).collect();
    sqlx::query!(
        "with named_soon as (delete from unnamed_assets where workbook_id = $1 and hash = any($2))
         insert into assets (workbook_id, hash, body)
         select $1, * from unnest($2::bytea[], $3::bytea[]) on conflict do nothing",
        workbook.0,
        &hashes as _,
        &bodies as _,
    )
    .execute(executor)
    .await?;
    Ok(())
}

/// One asset, gzip.
pub async fn get(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    hash: Hash,
) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar!(
        "select body from assets where workbook_id = $1 and hash = $2",
        workbook.0,
        &hash.0[..]
    )
    .fetch_optional(executor)
    .await
}

/// Several assets, gzip, in no order; those that are not there are left out.
pub async fn get_many(
    executor: impl PgExecutor<'_>,
    workbook: WorkbookId,
    hashes: &[Hash],
) -> sqlx::Result<Vec<(Hash, Vec<u8>)>> {
    let wanted: Vec<&[u8]> = hashes.iter().map(|hash| hash.0.as_slice()).collect();
    let rows = sqlx::query!(
        "select hash, body from assets where workbook_id = $1 and hash = any($2)",
        workbook.0,
        &wanted as _
    )
    .fetch_all(executor)
    .await?;
    rows.into_iter()
        .map(|row| {
            let hash = row
                .hash
                .try_into()
                .map_err(|_| sqlx::Error::Decode("a hash has 32 bytes".into()))?;
            Ok((Hash(hash), row.body))
        })
        .collect()
}

/// Notes at `now` which assets nothing names, and drops those of which that was noted before `before` and is still so. Gives
/// how many were dropped.
pub async fn sweep(
    db: &mut PgConnection,
    workbook: WorkbookId,
    unnamed: &[Vec<u8>],
    now: OffsetDateTime,
    before: OffsetDateTime,
) -> sqlx::Result<u64> {
    sqlx::query!(
        "delete from unnamed_assets where workbook_id = $1 and hash <> all($2)",
        workbook.0,
        unnamed,
    )
    .execute(&mut *db)
    .await?;
    let dropped = sqlx::query!(
        "with gone as (delete from unnamed_assets where workbook_id = $1 and since < $2 returning hash)
         delete from assets where workbook_id = $1 and hash in (select hash from gone)",
        workbook.0,
        before,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into unnamed_assets (workbook_id, hash, since)
         select workbook_id, hash, $3 from assets where workbook_id = $1 and hash = any($2) on conflict do nothing",
        workbook.0,
        unnamed,
        now,
    )
    .execute(db)
    .await?;
    Ok(dropped.rows_affected())
}
