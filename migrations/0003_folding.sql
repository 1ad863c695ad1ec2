-- Older changes folded into a checkpoint: what the workbook was stays, and the hashes of all changes; who did what goes.
alter table workbooks add column keep_days integer constraint workbooks_keep_days check (keep_days between 1 and 36500);

create table checkpoints (
    workbook_id bigint not null references workbooks (id),
    seq         bigint not null,   -- the last change that was folded
    changed_at  timestamptz not null, -- when that one was made
    hash        bytea not null constraint checkpoints_hash check (octet_length(hash) = 32), -- of that change
    root        bytea not null constraint checkpoints_root check (octet_length(root) = 32), -- Merkle tree over the hashes of changes 1 to seq
    hashes      bytea not null,    -- of the changes folded this time, one after the other
    state       bytea not null constraint checkpoints_state check (octet_length(state) = 32), -- SHA-256 of the document then: the snapshot at seq
    folded_by   bigint not null references users (id),
    at          timestamptz not null,
    key         bytea not null,    -- ed25519
    signature   bytea not null,
    primary key (workbook_id, seq)
);
alter table checkpoints alter column hashes set storage external;
create trigger checkpoints_append_only before update or delete or truncate on checkpoints
    for each statement execute function refuse_rewrite();
grant select, insert on checkpoints to daylight_app;

-- Blocks that nothing named when somebody last looked.
create table unnamed_assets (
    workbook_id bigint not null,
    hash        bytea not null,
    since       timestamptz not null,
    primary key (workbook_id, hash),
    foreign key (workbook_id, hash) references assets (workbook_id, hash) on delete cascade
);
grant select, insert, delete on unnamed_assets to daylight_app;

-- The log stays append-only, but for what a checkpoint stands for.
create function refuse_unfolded() returns trigger language plpgsql as $$
begin
    if exists (select from gone where not exists
               (select from checkpoints c where c.workbook_id = gone.workbook_id and c.seq >= gone.seq)) then
        raise exception 'the log is append-only' using errcode = 'insufficient_privilege';
    end if;
    return null;
end $$;
create function refuse_unfolded_snapshots() returns trigger language plpgsql as $$
begin
    if exists (select from gone where not exists
               (select from checkpoints c where c.workbook_id = gone.workbook_id and c.seq > gone.seq)) then
        raise exception 'the log is append-only' using errcode = 'insufficient_privilege';
    end if;
    return null;
end $$;

drop trigger changes_append_only on changes;
create trigger changes_append_only before update or truncate on changes
    for each statement execute function refuse_rewrite();
create trigger changes_folded after delete on changes
    referencing old table as gone for each statement execute function refuse_unfolded();
drop trigger cell_changes_append_only on cell_changes;
create trigger cell_changes_append_only before update or truncate on cell_changes
    for each statement execute function refuse_rewrite();
create trigger cell_changes_folded after delete on cell_changes
    referencing old table as gone for each statement execute function refuse_unfolded();
drop trigger snapshots_append_only on snapshots;
create trigger snapshots_append_only before update or truncate on snapshots
    for each statement execute function refuse_rewrite();
create trigger snapshots_folded after delete on snapshots
    referencing old table as gone for each statement execute function refuse_unfolded_snapshots();

-- What the application may do beyond appending: drop what its newest checkpoint stands for. Gives the number of changes.
create function drop_folded(workbook bigint) returns bigint
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    upto bigint := (select max(seq) from checkpoints where workbook_id = workbook);
    count bigint;
begin
    delete from cell_changes where workbook_id = workbook and seq <= upto;
    delete from changes where workbook_id = workbook and seq <= upto;
    get diagnostics count = row_count;
    delete from snapshots where workbook_id = workbook and seq < upto;
    return count;
end $$;
revoke all on function drop_folded(bigint) from public;
grant execute on function drop_folded(bigint) to daylight_app;

create index events_time on events (workbook_id, at);
