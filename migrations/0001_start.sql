-- The first schema. Ids are random 63-bit integers, shown as 13 characters of base 32.
-- Every key of the log begins with the workbook, so that it can be distributed by workbook.

create table users (
    id          bigint primary key,
    kind        text not null constraint users_kind check (kind in ('person', 'guest', 'program', 'system')),
    name        text not null constraint users_name check (char_length(name) between 1 and 80),
    is_admin    boolean not null default false,
    created_at  timestamptz not null default now(),
    disabled_at timestamptz
);

-- What signs somebody in: browser sessions, one-time links, API tokens. Only hashes are kept.
create table credentials (
    hash         bytea primary key constraint credentials_hash check (octet_length(hash) = 32),
    user_id      bigint not null references users (id) on delete cascade,
    kind         text not null constraint credentials_kind check (kind in ('session', 'signin', 'token')),
    id           bigint not null constraint credentials_id unique,
    label        text,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz,
    used_at      timestamptz,
    revoked_at   timestamptz
);
create index credentials_user on credentials (user_id);

create table workbooks (
    id          bigint primary key,
    name        text not null constraint workbooks_name check (char_length(name) between 1 and 200),
    owner_id    bigint not null references users (id),
    origin      text, -- the file it came from
    epoch       integer not null default 1,
    created_at  timestamptz not null default now(),
    trashed_at  timestamptz,
    trashed_by  bigint references users (id)
);
create index workbooks_owner on workbooks (owner_id);

create table links (
    workbook_id bigint not null references workbooks (id) on delete cascade,
    id          bigint not null,
    token_hash  bytea not null constraint links_token unique,
    role        text not null constraint links_role check (role in ('viewer', 'editor')),
    label       text,
    created_by  bigint not null references users (id),
    created_at  timestamptz not null default now(),
    expires_at  timestamptz,
    revoked_at  timestamptz,
    primary key (workbook_id, id)
);

-- Who came in through which link. Access lasts as long as the link does.
create table grants (
    workbook_id bigint not null,
    user_id     bigint not null references users (id) on delete cascade,
    link_id     bigint not null,
    created_at  timestamptz not null default now(),
    seen_at     timestamptz not null default now(),
    primary key (workbook_id, user_id, link_id),
    foreign key (workbook_id, link_id) references links (workbook_id, id) on delete cascade
);
create index grants_user on grants (user_id);

-- Yjs client ids, bound to who used them first.
create table clients (
    workbook_id bigint not null references workbooks (id) on delete cascade,
    client_id   bigint not null,
    user_id     bigint not null references users (id),
    primary key (workbook_id, client_id)
);

-- Blocks, manifests and style tables: immutable, named by their content.
create table assets (
    workbook_id bigint not null references workbooks (id) on delete cascade,
    hash        bytea not null,
    body        bytea not null, -- gzip
    primary key (workbook_id, hash)
);
alter table assets alter column body set storage external;

-- The log. It is the truth; documents are derived from it.
create table changes (
    workbook_id bigint not null references workbooks (id),
    seq         bigint not null,
    author_id   bigint not null references users (id),
    link_id     bigint,
    via         text not null constraint changes_via check (via in ('edit', 'import', 'api', 'revert', 'restore', 'system')),
    at          timestamptz not null,
    summary     text not null,
    detail      jsonb,          -- what it reverts or restores, the file imported, ranges and blocks of bulk work
    update      bytea not null, -- Yjs v1, as received
    hash        bytea not null, -- SHA-256 over the previous hash and all of this row and its cell changes
    primary key (workbook_id, seq)
);
create index changes_author on changes (workbook_id, author_id, seq);
create index changes_time on changes (workbook_id, at);

-- One row per entry of the document that a change touched.
create table cell_changes (
    workbook_id bigint not null,
    seq         bigint not null,
    n           integer not null,  -- order within the change
    root        text not null,     -- root map of the document
    sheet       text not null,     -- '' where the entry belongs to no sheet
    row_id      bigint not null,   -- -1 where it is no cell
    col_id      bigint not null,
    entry       text,              -- key within its sheet where it is no cell
    old         text,              -- JSON; null where there was nothing
    new         text,
    superseded  boolean not null default false,
    primary key (workbook_id, seq, n),
    foreign key (workbook_id, seq) references changes (workbook_id, seq)
);
create index cell_changes_story on cell_changes (workbook_id, sheet, row_id, col_id, seq);

create table snapshots (
    workbook_id bigint not null references workbooks (id),
    seq         bigint not null,
    epoch       integer not null,
    state       bytea not null, -- gzip of a Yjs v1 update
    at          timestamptz not null default now(),
    primary key (workbook_id, seq)
);

create table imports (
    id          bigint primary key,
    workbook_id bigint not null,
    user_id     bigint not null references users (id),
    file_name   text not null,
    bytes       bigint not null,
    state       text not null constraint imports_state check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    created_at  timestamptz not null default now(),
    ended_at    timestamptz,
    report      jsonb,
    problem     jsonb
);

-- The application appends to the log and reads it; it may do no more.
create function refuse_rewrite() returns trigger language plpgsql as $$
begin
    raise exception 'the log is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger changes_append_only before update or delete or truncate on changes
    for each statement execute function refuse_rewrite();
create trigger cell_changes_append_only before update or delete or truncate on cell_changes
    for each statement execute function refuse_rewrite();
create trigger snapshots_append_only before update or delete or truncate on snapshots
    for each statement execute function refuse_rewrite();

-- Roles belong to the whole cluster: another database of it may have made this one already, or be making it right now.
do $$
begin
    if not exists (select from pg_roles where rolname = 'daylight_app') then
        create role daylight_app nologin;
    end if;
exception when duplicate_object or unique_violation then null;
end $$;
grant usage on schema public to daylight_app;
grant select, insert, update, delete on users, credentials, workbooks, links, grants, clients, imports to daylight_app;
grant select, insert, delete on assets to daylight_app;
grant select, insert on changes, cell_changes, snapshots to daylight_app;
