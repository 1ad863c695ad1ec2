-- Signed heads: what the log was at a moment, under the server's key. Whoever has one can tell whether the log is still the same.
create table heads (
    workbook_id bigint not null references workbooks (id),
    seq         bigint not null,
    hash        bytea not null constraint heads_hash check (octet_length(hash) = 32), -- of the change `seq`
    root        bytea not null constraint heads_root check (octet_length(root) = 32), -- Merkle tree over the hashes of changes 1 to seq
    peaks       bytea not null, -- its full subtrees, largest first: what it takes to go on
    events      bigint not null,  -- how many events there were
    events_hash bytea not null constraint heads_events_hash check (octet_length(events_hash) = 32), -- of the last one
    at          timestamptz not null,
    key         bytea not null, -- ed25519
    signature   bytea not null,
    primary key (workbook_id, seq, events)
);
create trigger heads_append_only before update or delete or truncate on heads
    for each statement execute function refuse_rewrite();

-- What happened to a workbook beside its document: who looked at it, what left it, how it is called and who may come in.
create table events (
    workbook_id bigint not null references workbooks (id),
    n           bigint not null, -- from 1, without gaps
    at          timestamptz not null,
    user_id     bigint not null references users (id),
    link_id     bigint,
    kind        text not null,
    detail      jsonb,
    hash        bytea not null, -- SHA-256 over the previous hash and all of this row
    primary key (workbook_id, n)
);
create index events_user on events (workbook_id, user_id, kind, n);
create trigger events_append_only before update or delete or truncate on events
    for each statement execute function refuse_rewrite();

-- Ways in that are rare, links, and changes that went into blocks are found without reading all that lies between.
create index changes_via on changes (workbook_id, via, seq) where via <> 'edit';
create index changes_link on changes (workbook_id, link_id, seq) where link_id is not null;
create index changes_areas on changes (workbook_id, seq) where detail ? 'areas';

-- What the checks of the log found.
create table checks (
    workbook_id bigint not null references workbooks (id),
    at          timestamptz not null,
    seq         bigint not null, -- up to which change
    findings    jsonb not null,  -- an array of texts, empty where all is well
    millis      bigint not null,
    primary key (workbook_id, at)
);

-- Moments that somebody has named.
create table versions (
    workbook_id bigint not null references workbooks (id),
    id          bigint not null,
    seq         bigint not null,
    name        text not null constraint versions_name check (char_length(name) between 1 and 200),
    note        text not null default '' constraint versions_note check (char_length(note) <= 2000),
    created_by  bigint not null references users (id),
    created_at  timestamptz not null default now(),
    primary key (workbook_id, id)
);
create index versions_seq on versions (workbook_id, seq);

grant select, insert on heads, events to daylight_app;
grant select, insert, delete on checks to daylight_app;
grant select, insert, update, delete on versions to daylight_app;
