import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 24:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 30:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   cm: () => (/* binding */ PortKeeperError),
/* harmony export */   xU: () => (/* binding */ systemCode)
/* harmony export */ });
/* unused harmony exports formatPlace, messageOf */
/** The one error class: what was wrong, where, what to do. */
class PortKeeperError extends Error {
    name = 'PortKeeperError';
    code;
    hint;
    place;
    constructor(code, message, details = {}) {
        super(message, details.cause === undefined ? undefined : { cause: details.cause });
        this.code = code;
        if (details.hint !== undefined)
            this.hint = details.hint;
        if (details.place !== undefined)
            this.place = details.place;
    }
}
/** `file:line:column`, as far as it is known. */
function formatPlace(place) {
    return [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
}
/** What an error says of itself, of whatever realm its class is. */
function messageOf(error) {
    return typeof error === 'object' && error !== null && 'message' in error
        ? String(error.message)
        : String(error);
}
/**
 * The `code` of a Node.js system error (`ENOENT`, `EADDRINUSE`), or undefined. Asks for no class:
 * under a test runner, Node's own errors are of another realm's `Error`.
 */
function systemCode(error) {
    return typeof error === 'object' &&
        error !== null &&
        'code' in error &&
        typeof error.code === 'string'
        ? error.code
        : undefined;
}


/***/ }),

/***/ 413:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(30);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(500);
/* harmony import */ var _ports_probe_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(494);
/* harmony import */ var _registry_backends_folder_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(99);
/* harmony import */ var _registry_hold_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(950);
/* harmony import */ var _registry_process_identity_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(109);
/* harmony import */ var _registry_reservation_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(871);
/* harmony import */ var _registry_standing_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(115);
/**
 * The holder: keeps a reservation's ports out of the kernel's hands without getting in the way of
 * the service. A connection to oneself, accepted, whose listener is closed again, keeps the port
 * from `bind(0)` and from outgoing connections, while a server that sets SO_REUSEADDR binds it at
 * once. A name in the kernel (an abstract Unix socket) keeps every other holder of this network
 * namespace from the port, whatever registry it works for.
 *
 * Usage: holder FOLDER ID. It ends when its reservation does, or when its owner does.
 */









const LOOK_EVERY_MS = 500;
/** Connecting to oneself takes no time; an answer that does not come will not. */
const PATIENCE_MS = 1000;
async function main(folder, id) {
    const store = new _registry_backends_folder_js__WEBPACK_IMPORTED_MODULE_3__/* .FolderStore */ .c(folder);
    const stored = store.find(id);
    if (stored === undefined || stored === 'unreadable')
        process.exit(1);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'])
        process.on(signal, () => { });
    process.on(_registry_hold_js__WEBPACK_IMPORTED_MODULE_4__/* .LET_GO */ .NS, () => letGo(folder, id));
    try {
        for (const lease of stored.record.leases)
            await hold(lease);
    }
    catch {
        process.exit(_registry_hold_js__WEBPACK_IMPORTED_MODULE_4__/* .EXIT_TAKEN */ .rZ);
    }
    store.layout.replaceFile((0,_registry_hold_js__WEBPACK_IMPORTED_MODULE_4__/* .holdPath */ .nq)(folder, id), (0,_registry_process_identity_js__WEBPACK_IMPORTED_MODULE_5__/* .formatIdentity */ .gZ)((0,_registry_process_identity_js__WEBPACK_IMPORTED_MODULE_5__/* .self */ .bg)()));
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeSync)(3, 'held');
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(3);
    setInterval(() => lookAfter(store, folder, id), LOOK_EVERY_MS);
}
async function hold({ protocol, port, host }) {
    await listen({ path: (0,_ports_probe_js__WEBPACK_IMPORTED_MODULE_6__/* .holdName */ .VJ)(protocol, port) });
    if (protocol === 'tcp')
        await connectToOneself(port, host.includes(':') ? '::1' : '127.0.0.1');
}
const clients = [];
/**
 * Listens, connects to it, and stops to listen: the accepted connection keeps the port. Where
 * something else answers, by a rule of the network that no bind can see, the port is somebody's.
 */
async function connectToOneself(port, host) {
    const server = await listen({ port, host, exclusive: true });
    const client = (0,node_net__WEBPACK_IMPORTED_MODULE_1__.connect)({ port, host });
    clients.push(client);
    // A stranger who calls at this moment, and whose connection would end with him, is not met.
    const accepted = new Promise((resolve) => {
        server.on('connection', (socket) => {
            if (socket.remotePort === client.localPort)
                resolve();
            else
                socket.destroy();
        });
    });
    await Promise.race([
        accepted,
        new Promise((_, reject) => client.once('error', reject)),
        (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_2__.setTimeout)(PATIENCE_MS).then(() => Promise.reject(new Error('Nobody accepted'))),
    ]);
    server.close();
}
function listen(options) {
    return new Promise((resolve, reject) => {
        const server = (0,node_net__WEBPACK_IMPORTED_MODULE_1__.createServer)();
        server.once('error', reject);
        server.listen(options, () => resolve(server));
    });
}
/** Ends with the reservation; until then its time does not run out while its owner lives. */
function lookAfter(store, folder, id) {
    const stored = store.find(id);
    if (stored === 'unreadable')
        return;
    if (stored === undefined || (0,_registry_standing_js__WEBPACK_IMPORTED_MODULE_7__/* .deathOf */ .oZ)(stored) !== undefined) {
        letGo(folder, id);
    }
    const { ttlMs, owner } = stored.record;
    if (owner.kind !== 'name' && ttlMs !== null && (0,_registry_standing_js__WEBPACK_IMPORTED_MODULE_7__/* .remainingMs */ .XW)(stored) < ttlMs / 2)
        store.renew(id);
}
/** A reset leaves nothing behind: a closed connection would keep the port for a minute. */
function letGo(folder, id) {
    for (const client of clients)
        client.resetAndDestroy();
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)((0,_registry_hold_js__WEBPACK_IMPORTED_MODULE_4__/* .holdPath */ .nq)(folder, id), { force: true });
    process.exit(0);
}
const [folder, id = ''] = process.argv.slice(2);
if (folder === undefined || !(0,_registry_reservation_js__WEBPACK_IMPORTED_MODULE_8__/* .isReservationId */ .ML)(id))
    process.exit(2);
await main(folder, id);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 494:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  VJ: () => (/* binding */ holdName)
});

// UNUSED EXPORTS: binds, bindsDualStack, isPrivileged, isUnheld, probeAddresses

;// CONCATENATED MODULE: external "node:dgram"
const external_node_dgram_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dgram");
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(30);
;// CONCATENATED MODULE: ./lib/ports/probe.js





const ignore = () => undefined;
/**
 * Whether a server could listen there at this moment. Node opens the socket before `listen`
 * returns, so the answer is there at once, at a tenth of the price of waiting for it.
 */
function listens(options) {
    const server = createServer();
    server.on('error', ignore); // told by `listening` already
    server.listen({ ...options, exclusive: true });
    const { listening } = server;
    server.close(ignore);
    return listening;
}
/**
 * Whether the port binds on Linux: without a host a server listens on the dual-stack `::`, which
 * meets every TCP listener, on whatever address of either family.
 */
function bindsDualStack(port) {
    return listens({ port });
}
/**
 * The name that a holder keeps in the kernel for a port: an abstract Unix socket, one owner in
 * each network namespace, across users and registries, gone with its process. Linux only.
 */
function holdName(protocol, port) {
    return `\0portkeeper:${protocol}:${port}`;
}
/** Whether nobody holds the port. A hold is no obstacle to a bind; its name is. */
function isUnheld(protocol, port) {
    return process.platform !== 'linux' || listens({ path: holdName(protocol, port) });
}
/**
 * Where a port must bind to be free. macOS lets a wildcard and a specific address share a port,
 * and Windows does too, so there each is asked; UDP is asked on both families everywhere.
 */
function probeAddresses(platform, protocol, host) {
    if (platform === 'linux' && protocol === 'tcp')
        return ['::'];
    return [...new Set(['::', '0.0.0.0', '127.0.0.1', '::1', host])];
}
/** Binds each address in turn and lets go. Nothing of it outlives the call. */
async function binds(protocol, port, addresses) {
    for (const address of addresses) {
        const bind = protocol === 'tcp' ? bindTcp : bindUdp;
        if (!(await bind(port, address)))
            return false;
    }
    return true;
}
async function bindTcp(port, host) {
    // get-port remembers what it gave for half a minute; here the registry remembers.
    clearLockedPorts();
    try {
        return (await getPort({ port, host })) === port;
    }
    catch (error) {
        return isAbsentAddress(error);
    }
}
function bindUdp(port, address) {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    return new Promise((resolve) => {
        socket.once('error', (error) => {
            socket.close();
            resolve(isAbsentAddress(error));
        });
        socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve(true)));
    });
}
/** No server can be met at an address that this machine does not have: a kernel without IPv6. */
function isAbsentAddress(error) {
    return ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'ENOTFOUND'].includes(systemCode(error) ?? '');
}
/** Whether this user needs a privilege to bind the port. */
function isPrivileged(port) {
    return process.getuid?.() !== 0 && port < firstUnprivilegedPort();
}
function firstUnprivilegedPort() {
    try {
        return Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
    }
    catch {
        return process.platform === 'win32' ? 0 : 1024;
    }
}


/***/ }),

/***/ 99:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  c: () => (/* binding */ FolderStore)
});

// UNUSED EXPORTS: Claims

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
;// CONCATENATED MODULE: ./lib/ports/kernel-tables.js

function portKey(protocol, port) {
    return `${protocol}-${port}`;
}
const FILES = (/* unused pure expression or super */ null && ([
    ['tcp', 'tcp'],
    ['tcp', 'tcp6'],
    ['udp', 'udp'],
    ['udp', 'udp6'],
]));
/** A closed TCP connection's memory: it keeps nobody with SO_REUSEADDR from the port. */
const TIME_WAIT = '06';
/**
 * Linux' own list of the ports in use, on v4 and v6, or undefined where there is none. It shows
 * what a bind may not: sockets that share an address, connected ones among them.
 */
function readKernelTables(folder = '/proc/net') {
    const sockets = new Map();
    let found = false;
    for (const [protocol, file] of FILES) {
        const table = readTable(`${folder}/${file}`);
        if (table === undefined)
            continue;
        found = true;
        for (const socket of parseKernelTable(protocol, table)) {
            const key = portKey(protocol, socket.port);
            if (!sockets.has(key) || socket.state === '0A')
                sockets.set(key, socket);
        }
    }
    return found ? sockets : undefined;
}
function readTable(path) {
    try {
        return readFileSync(path, 'latin1');
    }
    catch {
        return undefined; // no IPv6, or no Linux
    }
}
/** The rows of `/proc/net/{tcp,udp}{,6}`, as described in proc(5). */
function* parseKernelTable(protocol, table) {
    for (const line of table.split('\n').slice(1)) {
        const [, local, , state, , , , uid, , inode] = line.trim().split(/\s+/, 10);
        const colon = local?.indexOf(':') ?? -1;
        if (local === undefined || state === undefined || colon < 0)
            continue;
        const port = Number.parseInt(local.slice(colon + 1), 16);
        if (port > 0 && !(protocol === 'tcp' && state === TIME_WAIT)) {
            yield {
                protocol,
                port: port,
                address: local.slice(0, colon),
                state,
                uid: Number(uid),
                inode: Number(inode),
            };
        }
    }
}

// EXTERNAL MODULE: ./lib/registry/process-identity.js
var process_identity = __nccwpck_require__(109);
// EXTERNAL MODULE: ./lib/registry/reservation.js + 3 modules
var reservation = __nccwpck_require__(871);
;// CONCATENATED MODULE: ./lib/registry/backends/claim.js


function formatClaim({ id, maker }) {
    return `1:${id}:${(0,process_identity/* formatIdentity */.gZ)(maker)}`;
}
/** Undefined for a text that no registry wrote. */
function parseClaim(text) {
    const [version, id = '', identity = '', ...rest] = text.split(':');
    const maker = (0,process_identity/* parseIdentity */.aZ)(identity);
    if (version !== '1' || rest.length > 0 || maker === undefined)
        return undefined;
    return (0,reservation/* isReservationId */.ML)(id) ? { id, maker } : undefined;
}

// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
;// CONCATENATED MODULE: ./lib/registry/backends/layout.js




/** Where things lie in a registry's folder, and how its folders come to be. */
class Layout {
    root;
    #shared;
    constructor(root) {
        this.root = root;
    }
    claims(network) {
        const folder = (0,external_node_path_.join)(this.root, 'claims');
        return network === undefined ? folder : (0,external_node_path_.join)(folder, network || 'host');
    }
    claim(network, key) {
        return (0,external_node_path_.join)(this.claims(network), key);
    }
    reservation(id) {
        return (0,external_node_path_.join)(this.root, 'reservations', `${id}.json`);
    }
    ended(id) {
        return (0,external_node_path_.join)(this.root, 'ended', `${id}.json`);
    }
    right(name) {
        return (0,external_node_path_.join)(this.root, 'end', name);
    }
    ticket(name) {
        return (0,external_node_path_.join)(this.root, 'tickets', name);
    }
    /** No matter whether it is there. */
    remove(path) {
        found(() => (0,external_node_fs_.unlinkSync)(path));
    }
    list(folder) {
        try {
            return (0,external_node_fs_.readdirSync)(folder);
        }
        catch (error) {
            const code = (0,errors/* systemCode */.xU)(error) ?? '';
            // A file inside that is not ours is passed over; a file in the registry's place is told.
            if (code === 'ENOENT' || (code === 'ENOTDIR' && this.#isFolder()))
                return [];
            throw unusable(this.root, error);
        }
    }
    /**
     * A new file, readable by those who share the registry and by nobody else. What stands there is
     * never written to: it could be a link to anything, or a FIFO.
     */
    writeFile(path, text) {
        (0,external_node_fs_.writeFileSync)(path, text, { mode: 0o600, flag: 'wx' });
        if (this.#isShared())
            (0,external_node_fs_.chmodSync)(path, 0o664);
    }
    /** Gives a name this text in one step, whatever stood there. */
    replaceFile(path, text) {
        const staged = this.ticket((0,reservation/* newReservationId */.ae)());
        this.writing(() => this.writeFile(staged, text));
        try {
            this.writing(() => (0,external_node_fs_.renameSync)(staged, path));
        }
        catch (error) {
            this.remove(staged);
            throw error;
        }
    }
    /**
     * Runs a step that writes; where its folder is missing, makes the folders and runs it again.
     * @throws {PortKeeperError} REGISTRY_UNUSABLE, when the system will not let it write.
     */
    writing(step, network) {
        try {
            return step();
        }
        catch (error) {
            if ((0,errors/* systemCode */.xU)(error) !== 'ENOENT')
                throw unusable(this.root, error);
        }
        try {
            this.make(network);
            return step();
        }
        catch (error) {
            throw unusable(this.root, error);
        }
    }
    make(network) {
        makePath(this.root);
        for (const folder of ['claims', 'reservations', 'ended', 'end', 'tickets', 'holds'])
            this.#makeFolder(folder);
        if (network !== undefined)
            this.#makeFolder((0,external_node_path_.join)('claims', network || 'host'));
    }
    #makeFolder(name) {
        const folder = (0,external_node_path_.join)(this.root, name);
        const made = (0,external_node_fs_.mkdirSync)(folder, { recursive: true, mode: 0o700 });
        // Whatever the umask: those who may write the registry may write all of it.
        if (made !== undefined && this.#isShared())
            (0,external_node_fs_.chmodSync)(folder, 0o2775);
    }
    #isFolder() {
        return (0,external_node_fs_.statSync)(this.root).isDirectory();
    }
    /** A registry for a group is a folder that the group may write: an administrator's choice. */
    #isShared() {
        this.#shared ??= ((0,external_node_fs_.statSync)(this.root).mode & 0o020) !== 0;
        return this.#shared;
    }
}
/** `mkdir -p`. Node's own never returns where a parent exists and will not have children: /proc. */
function makePath(folder) {
    if ((0,external_node_fs_.existsSync)(folder))
        return;
    makePath((0,external_node_path_.dirname)(folder));
    try {
        (0,external_node_fs_.mkdirSync)(folder, { mode: 0o700 });
    }
    catch (error) {
        if ((0,errors/* systemCode */.xU)(error) !== 'EEXIST')
            throw error;
    }
}
/** Whether a step met what it was about: false for a file that is gone. */
function found(step) {
    try {
        step();
        return true;
    }
    catch (error) {
        if ((0,errors/* systemCode */.xU)(error) === 'ENOENT')
            return false;
        throw error;
    }
}
/** The system's refusal as an error that says what to do. */
function unusable(root, error) {
    if (error instanceof errors/* PortKeeperError */.cm)
        return error;
    const code = (0,errors/* systemCode */.xU)(error) ?? '';
    const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
    return new errors/* PortKeeperError */.cm('REGISTRY_UNUSABLE', `The registry ${root} cannot be used: ${reason}`, {
        hint: 'Give another folder with --registry or PORTKEEPER_REGISTRY, or mend this one.',
        cause: error,
    });
}
const REASONS = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not change what another user made there',
    EROFS: 'its file system is read-only',
    ENOSPC: 'its disk is full',
    EDQUOT: 'the disk quota is used up',
    ENOTDIR: 'a file stands where its folder should be',
    EEXIST: 'a file stands where its folder should be',
};

;// CONCATENATED MODULE: ./lib/registry/backends/record-file.js




/** Never waits for a FIFO, never follows a link, never reads more than a record can be. */
function readRecord(path, id) {
    const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = external_node_fs_.constants;
    try {
        const file = (0,external_node_fs_.openSync)(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
        try {
            const stats = (0,external_node_fs_.fstatSync)(file);
            if (!stats.isFile() || stats.size > reservation/* MAX_RECORD_BYTES */.xR)
                return 'unreadable';
            const record = (0,reservation/* parseRecord */.Hh)((0,external_node_fs_.readFileSync)(file, 'utf8'), id);
            return record ? { record, renewedAtMs: renewedAt(record, stats) } : 'unreadable';
        }
        finally {
            (0,external_node_fs_.closeSync)(file);
        }
    }
    catch (error) {
        return (0,errors/* systemCode */.xU)(error) === 'ENOENT' ? undefined : 'unreadable';
    }
}
/**
 * A record's time in this boot's uptime. Its file's mtime is the uptime of the boot that wrote it;
 * for the record of another boot (a folder's), and where it lies ahead (a copy), the kernel's own
 * mark of the last change tells, by the clock.
 */
function renewedAt(record, { mtimeMs, ctimeMs }) {
    const now = (0,process_identity/* uptimeMs */.B6)();
    if (mtimeMs === 0 || (record.boot === (0,process_identity/* currentBoot */.o6)() && mtimeMs <= now))
        return mtimeMs;
    return now - Math.max(0, Date.now() - ctimeMs);
}

;// CONCATENATED MODULE: ./lib/registry/backends/ticket.js


/** Longer texts are not ours. */
const MAX_BYTES = 1024;
/**
 * A text that is written once and then given to many names by hard links. A link fails where the
 * name exists, and the text is complete at the name's birth: that arbitrates between processes,
 * and nothing of it can go stale or be half written. One file serves all ports of a reservation.
 */
class Ticket {
    #layout;
    #path;
    #text;
    #written = false;
    /** @param name a name that no other ticket has. */
    constructor(layout, name, text) {
        this.#layout = layout;
        this.#path = layout.ticket(name);
        this.#text = text;
    }
    /** Makes a name. False when it exists, whatever it is. */
    give(name, network) {
        return this.#layout.writing(() => {
            this.#write();
            return this.#link(name);
        }, network);
    }
    /** Gives an existing name this text, in one step. Only for who won the right to end it. */
    replace(name) {
        const staged = `${this.#path}.new`;
        this.give(staged);
        (0,external_node_fs_.renameSync)(staged, name);
    }
    /** The names stay; what they were made from goes. */
    discard() {
        if (this.#written)
            this.#layout.remove(this.#path);
    }
    #write() {
        if (this.#written)
            return;
        this.#layout.writeFile(this.#path, this.#text);
        this.#written = true;
    }
    #link(name) {
        try {
            (0,external_node_fs_.linkSync)(this.#path, name);
            return true;
        }
        catch (error) {
            const code = (0,errors/* systemCode */.xU)(error) ?? '';
            if (code === 'EEXIST')
                return false;
            if (!NO_LINKS.includes(code))
                throw error;
            return linkBySymbol(this.#text, name);
        }
    }
}
const NO_LINKS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'];
/** Where hard links cannot be made, a symbolic link holds the text, and is read, not followed. */
function linkBySymbol(text, name) {
    try {
        (0,external_node_fs_.symlinkSync)(text, name);
        return true;
    }
    catch (error) {
        if ((0,errors/* systemCode */.xU)(error) === 'EEXIST')
            return false;
        throw error;
    }
}
/**
 * The text of a name; undefined when there is none; null when it is not one of ours. Never waits
 * for a FIFO, never follows a link, never reads more than a ticket can be.
 */
function readTicket(name) {
    const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = external_node_fs_.constants;
    try {
        const file = (0,external_node_fs_.openSync)(name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
        try {
            const stats = (0,external_node_fs_.fstatSync)(file);
            return stats.isFile() && stats.size <= MAX_BYTES ? (0,external_node_fs_.readFileSync)(file, 'utf8') : null;
        }
        finally {
            (0,external_node_fs_.closeSync)(file);
        }
    }
    catch (error) {
        const code = (0,errors/* systemCode */.xU)(error);
        if (code === 'ENOENT')
            return undefined;
        return code === 'ELOOP' ? readSymbol(name) : null;
    }
}
function readSymbol(name) {
    try {
        return (0,external_node_fs_.readlinkSync)(name);
    }
    catch (error) {
        return (0,errors/* systemCode */.xU)(error) === 'ENOENT' ? undefined : null;
    }
}

;// CONCATENATED MODULE: ./lib/registry/backends/folder.js









/**
 * A registry in a folder. Each step on it is atomic:
 *
 *     claims/<network>/<protocol>-<port>       who has the port, made exclusively: the arbiter
 *     reservations/<id>.json                   seals a set: all its claims are made
 *     ended/<id>.json                          the same file, renamed: its claims are void
 *     end/<id>.<protocol>-<port>.<n>           the right to take a void claim away
 *     tickets/                                 what claims and rights are linked to while made
 */
class FolderStore {
    layout;
    constructor(folder) {
        this.layout = new Layout(folder);
    }
    /** What a new reservation makes its claims with. */
    claimsFor(id) {
        return new Claims(this.layout, id);
    }
    readClaim(network, key) {
        const text = readTicket(this.layout.claim(network, key));
        return text === undefined ? undefined : (parseClaim(text ?? '') ?? 'unreadable');
    }
    /** Seals a set whose claims are all made; gives them back where it cannot be sealed. */
    seal(record) {
        try {
            this.#writeRecord(record, this.layout.reservation(record.id));
        }
        catch (error) {
            const claims = this.claimsFor(record.id);
            for (const { protocol, port } of record.leases) {
                claims.abandon(record.network, portKey(protocol, port));
            }
            throw error;
        }
    }
    find(id) {
        return readRecord(this.layout.reservation(id), id);
    }
    /** A reservation that is over; its time is when it ended. */
    findEnded(id) {
        return readRecord(this.layout.ended(id), id);
    }
    /** Starts the record's time anew. False when there is no such reservation any more. */
    renew(id) {
        return found(() => touch(this.layout.reservation(id)));
    }
    /**
     * From here on the reservation is over, for everybody. False when somebody ended it before.
     * What was released rests for a while; what a dead owner left does not.
     */
    markEnded(id, why) {
        const ended = this.layout.ended(id);
        const mine = this.layout.writing(() => found(() => (0,external_node_fs_.renameSync)(this.layout.reservation(id), ended)));
        if (mine)
            tryTouch(ended, why === 'released' ? (0,process_identity/* uptimeMs */.B6)() : 0);
        return mine;
    }
    /** Forgets a reservation that is over, once its last claim is gone. */
    forgetWhenDone(record) {
        if (record.leases.some((lease) => this.carries(record, lease)))
            return;
        this.layout.remove(this.layout.ended(record.id));
    }
    /**
     * Takes a void claim away. Of several who find it void one wins the right to end it; the winner
     * looks again before it removes, so that a slow one never removes the claim that came after.
     * False when somebody else has the right.
     */
    end(network, key, id) {
        return this.#ending(network, key, id, (path) => this.layout.remove(path));
    }
    /** Ends one lease of a set: its claim becomes that of a reservation of its own, which is over. */
    split(record, lease) {
        const part = { ...record, id: (0,reservation/* newReservationId */.ae)(), leases: [lease] };
        const key = portKey(lease.protocol, lease.port);
        return this.#ending(record.network, key, record.id, (path) => {
            this.#writeRecord(part, this.layout.ended(part.id));
            this.claimsFor(part.id).takeOver(path);
        });
    }
    #ending(network, key, id, act) {
        const rights = this.#winRight(`${id}.${key}`);
        if (rights === undefined)
            return false;
        this.layout.writing(() => {
            const claim = this.readClaim(network, key);
            if (isClaimOf(claim, id))
                act(this.layout.claim(network, key));
        });
        for (const right of rights)
            this.layout.remove(right);
        return true;
    }
    /** The right has a next number for each winner that died with it. */
    #winRight(name) {
        const ticket = new Ticket(this.layout, (0,reservation/* newReservationId */.ae)(), (0,process_identity/* formatIdentity */.gZ)((0,process_identity/* self */.bg)()));
        const rights = [];
        try {
            for (let n = 0; n < 100; n++) {
                const right = this.layout.right(`${name}.${n}`);
                rights.push(right);
                if (ticket.give(right))
                    return rights;
                const winner = (0,process_identity/* parseIdentity */.aZ)(readTicket(right) ?? '');
                if (winner === undefined || (0,process_identity/* livenessOf */.l8)(winner) !== 'dead')
                    return undefined;
            }
            return undefined;
        }
        finally {
            ticket.discard();
        }
    }
    /** Whether a lease of this record still has its claim. */
    carries({ id, network }, { protocol, port }) {
        return isClaimOf(this.readClaim(network, portKey(protocol, port)), id);
    }
    /** Every claim of a network, by the port's key. */
    keys(network) {
        return this.layout.list(this.layout.claims(network)).filter(isPortKey);
    }
    networks() {
        return this.layout.list(this.layout.claims()).filter((name) => /^(\d+|host)$/.test(name));
    }
    ids(folder) {
        return this.layout
            .list((0,external_node_path_.join)(this.layout.root, folder))
            .map((name) => name.replace(/\.json$/, ''))
            .filter(reservation/* isReservationId */.ML);
    }
    /** All leases in one file, for readers; written under the lock, and of no weight. */
    writeView(view) {
        const path = (0,external_node_path_.join)(this.layout.root, 'registry.json');
        this.layout.replaceFile(path, `${JSON.stringify(view, null, 2)}\n`);
    }
    /** Complete at its birth, like everything here; its time begins. */
    #writeRecord(record, path) {
        const staged = this.layout.ticket(`${record.id}.json`);
        this.layout.writing(() => this.layout.writeFile(staged, `${JSON.stringify(record)}\n`));
        this.layout.writing(() => {
            touch(staged);
            (0,external_node_fs_.renameSync)(staged, path);
        });
    }
}
/** The claims of one reservation while it is being made, by this process. */
class Claims {
    #layout;
    #id;
    #ticket;
    constructor(layout, id) {
        this.#layout = layout;
        this.#id = id;
        this.#ticket = new Ticket(layout, id, formatClaim({ id, maker: (0,process_identity/* self */.bg)() }));
    }
    /** Claims a port. False when somebody's claim stands there. */
    make(network, key) {
        return this.#ticket.give(this.#layout.claim(network, key), network);
    }
    /** Takes a claim back that was never sealed: nobody else may, while this process lives. */
    abandon(network, key) {
        const path = this.#layout.claim(network, key);
        if (isClaimOf(parseClaim(readTicket(path) ?? ''), this.#id))
            this.#layout.remove(path);
    }
    takeOver(path) {
        this.#ticket.replace(path);
        this.done();
    }
    done() {
        this.#ticket.discard();
    }
}
function isClaimOf(claim, id) {
    return claim !== undefined && claim !== 'unreadable' && claim.id === id;
}
function isPortKey(name) {
    return /^(tcp|udp)-[1-9]\d{0,4}$/.test(name);
}
/** A record's time is its file's: one system call renews it. It counts the machine's uptime. */
function touch(path, atMs = (0,process_identity/* uptimeMs */.B6)()) {
    (0,external_node_fs_.utimesSync)(path, atMs / 1000, atMs / 1000);
}
/** Only the file's owner may: another user's lease then rests, or does not, as it happens. */
function tryTouch(path, atMs) {
    try {
        touch(path, atMs);
    }
    catch {
        // It ended all the same.
    }
}


/***/ }),

/***/ 950:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   NS: () => (/* binding */ LET_GO),
/* harmony export */   nq: () => (/* binding */ holdPath),
/* harmony export */   rZ: () => (/* binding */ EXIT_TAKEN)
/* harmony export */ });
/* unused harmony export Holds */
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(421);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(760);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(500);






/** The holder's exit code for a port that somebody else has. */
const EXIT_TAKEN = 3;
/** What tells a holder that its reservation is over; it is deaf to what ends other processes. */
const LET_GO = 'SIGUSR2';
/** A holder that has not spoken by then will not. */
const PATIENCE_MS = 5000;
/** Starts the small detached processes that hold ports, one a reservation, and finds them again. */
class Holds {
    #folder;
    #program;
    #environment;
    constructor(folder, program, environment) {
        this.#folder = folder;
        this.#program = program;
        this.#environment = environment;
    }
    /** Returns when the ports are held, or will not be. The holder outlives this process. */
    async start(id) {
        // Elsewhere only a bound socket would hold a port, and keep its own service from it.
        if (this.#program === undefined || process.platform !== 'linux')
            return 'failed';
        const holder = spawn(process.execPath, [this.#program, this.#folder, id], {
            detached: true,
            cwd: '/',
            // A runner ends what carries its mark when a job does. What is meant for the job's own
            // programs is not meant for this one.
            env: { ...this.#environment, NODE_OPTIONS: '' },
            // A step ends when the pipes that it gave its children do: the holder gets none but this
            // one, on which it says one word and which it closes.
            stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
        });
        holder.unref();
        return new Promise((resolve) => {
            const done = (result) => {
                clearTimeout(patience);
                holder.stdio[3]?.destroy();
                resolve(result);
            };
            const patience = setTimeout(() => done('failed'), PATIENCE_MS);
            holder.stdio[3]?.once('data', () => done('held'));
            holder.once('exit', (code) => done(code === EXIT_TAKEN ? 'taken' : 'failed'));
            holder.once('error', () => done('failed'));
        });
    }
    /** The holder would see the end by itself, a little later; waits until the ports are let go. */
    async stop(id) {
        const holder = parseIdentity(readTicket(holdPath(this.#folder, id)) ?? '');
        if (holder === undefined || livenessOf(holder) !== 'alive' || !holds(holder.pid, id))
            return;
        try {
            process.kill(holder.pid, LET_GO);
        }
        catch {
            return; // another user's: not ours to signal
        }
        for (let tries = 0; tries < 50 && livenessOf(holder) === 'alive'; tries++)
            await delay(5);
    }
    /** UDP is leased, not held: only a bound socket could hold it. */
    isHeld(id, protocol) {
        const holder = parseIdentity(readTicket(holdPath(this.#folder, id)) ?? '');
        return protocol === 'tcp' && holder !== undefined && livenessOf(holder) === 'alive';
    }
}
/** The signal would end any other process: that this one holds is not taken from a file alone. */
function holds(pid, id) {
    try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0').includes(id);
    }
    catch {
        return false;
    }
}
/** Where a holder leaves its identity. */
function holdPath(folder, id) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, 'holds', id);
}


/***/ }),

/***/ 109:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B6: () => (/* binding */ uptimeMs),
/* harmony export */   aZ: () => (/* binding */ parseIdentity),
/* harmony export */   bg: () => (/* binding */ self),
/* harmony export */   gZ: () => (/* binding */ formatIdentity),
/* harmony export */   l8: () => (/* binding */ livenessOf),
/* harmony export */   o6: () => (/* binding */ currentBoot)
/* harmony export */ });
/* unused harmony exports namespaceOf, identify */
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(421);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(24);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(452);



/** The boot that the machine is in: no process outlives it. */
function currentBoot() {
    boot ??= readText('/proc/sys/kernel/random/boot_id')?.slice(0, 8) ?? '';
    return boot;
}
let boot;
/** Milliseconds that the machine has been up: the same for all its processes, deaf to the clock. */
function uptimeMs() {
    return Number(process.hrtime.bigint() / 1000000n);
}
/** The inode of one of this process' Linux namespaces, which it never leaves; empty elsewhere. */
function namespaceOf(kind) {
    namespaces[kind] ??= readNamespace(kind);
    return namespaces[kind];
}
const namespaces = {};
function readNamespace(kind) {
    try {
        return /\d+/.exec((0,node_fs__WEBPACK_IMPORTED_MODULE_1__.readlinkSync)(`/proc/self/ns/${kind}`))?.[0] ?? '';
    }
    catch {
        return '';
    }
}
/** The identity of a process of this pid namespace, or undefined when it is not (or no longer) there. */
function identify(pid) {
    return pid === process.pid ? self() : look(pid);
}
function look(pid) {
    const startedAt = startOf(pid);
    if (startedAt === undefined)
        return undefined;
    return { pid, startedAt, boot: currentBoot(), pidNamespace: namespaceOf('pid') };
}
/** This very process. */
function self() {
    me ??= look(process.pid) ?? {
        pid: process.pid,
        startedAt: '',
        boot: currentBoot(),
        pidNamespace: namespaceOf('pid'),
    };
    return me;
}
let me;
/** Whether it still runs. `unknown` where this process cannot see it: never taken for dead. */
function livenessOf(identity) {
    // Where /proc is not mounted there is no boot to compare, and nothing to conclude from it.
    if ((identity.boot === '') !== (currentBoot() === ''))
        return 'unknown';
    if (identity.boot !== currentBoot())
        return 'dead';
    if (identity.pidNamespace !== namespaceOf('pid'))
        return 'unknown';
    const startedAt = startOf(identity.pid);
    if (startedAt === undefined)
        return 'dead';
    // An empty start means that the process is there and hides: a pid is all there is to go by.
    if (startedAt === '' || identity.startedAt === '')
        return 'alive';
    return startedAt === identity.startedAt ? 'alive' : 'dead';
}
/** When a running process started; empty when that is hidden; undefined when it does not run. */
function startOf(pid) {
    if (!signalReaches(pid))
        return undefined;
    return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
}
function signalReaches(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .systemCode */ .xU)(error) === 'EPERM'; // somebody else's, but there
    }
}
/** Fields 3 (state) and 22 (start, in ticks since boot) of proc(5); a zombie runs no more. */
function startFromProc(pid) {
    const stat = readText(`/proc/${pid}/stat`);
    if (stat === undefined)
        return ''; // /proc mounted with hidepid
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : (fields[19] ?? '');
}
function startFromPs(pid) {
    if (process.platform === 'win32')
        return '';
    try {
        const text = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.execFileSync)('ps', ['-o', 'lstart=', '-p', `${pid}`], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
        });
        return text.trim().replace(/\W+/g, '-');
    }
    catch {
        return '';
    }
}
function readText(path) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.readFileSync)(path, 'utf8');
    }
    catch {
        return undefined;
    }
}
const FORM = /^([1-9]\d{0,9})\.([\w-]*)\.([0-9a-f]*)\.(\d*)$/;
/** As one word without a slash, for a name in the file system. */
function formatIdentity({ pid, startedAt, boot, pidNamespace }) {
    return `${pid}.${startedAt}.${boot}.${pidNamespace}`;
}
function parseIdentity(text) {
    const match = FORM.exec(text);
    if (match === null)
        return undefined;
    const [, pid = '', startedAt = '', boot = '', pidNamespace = ''] = match;
    return { pid: Number(pid), startedAt, boot, pidNamespace };
}


/***/ }),

/***/ 871:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  xR: () => (/* binding */ MAX_RECORD_BYTES),
  ML: () => (/* binding */ isReservationId),
  ae: () => (/* binding */ newReservationId),
  Hh: () => (/* binding */ parseRecord)
});

// UNUSED EXPORTS: isOwner

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
;// CONCATENATED MODULE: ./lib/ports/request.js




const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
function isPortName(text) {
    return NAME.test(text);
}
/** Any text as a name: upper snake case, never empty, never led by a digit. */
function toPortName(text) {
    const name = text
        .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
        .replace(/[^A-Za-z0-9]+/g, '_')
        .replace(/^_+|_+$/g, '')
        .toUpperCase();
    return /^[A-Z]/.test(name) ? name : `_${name}`;
}
/**
 * Parses `NAME`, `NAME=3000`, `NAME=3000/udp`, `NAME=53/tcp+udp`, `NAME/udp` and `NAME=8000-8100`.
 * @throws {PortKeeperError} USAGE, naming the part that is wrong.
 */
function parsePortRequest(input) {
    const match = /^\s*([^=/\s]+)\s*(?:=\s*([^/]*?)\s*)?(?:\/\s*(\S+)\s*)?$/.exec(input);
    const name = match?.[1] ?? '';
    if (!isPortName(name))
        throw badName(input, name);
    const protocols = (match?.[3] ?? 'tcp').split('+').map(parseProtocol);
    const value = match?.[2];
    if (value === undefined)
        return { name, protocols };
    const port = readPortNumber(value);
    return port === undefined
        ? { name, protocols, range: parseRange(value) }
        : { name, protocols, port };
}
function badName(input, name) {
    return new PortKeeperError('USAGE', `"${input.trim()}" does not name a port`, {
        hint: `Write NAME, NAME=3000, NAME=3000/udp or NAME=8000-8100${name ? `, for example ${toPortName(name)}` : ''}.`,
    });
}

;// CONCATENATED MODULE: ./lib/ports/number.js

const MIN_PORT = 1;
const MAX_PORT = 65_535;
function isPortNumber(value) {
    return Number.isInteger(value) && value >= MIN_PORT && value <= MAX_PORT;
}
/**
 * Digits as a project writes them, or undefined: no sign, no exponent, no leading zero (compose
 * and shells read `0123` as octal), nothing around them.
 */
function number_readPortNumber(digits) {
    if (!/^[1-9][0-9]{0,4}$/.test(digits))
        return undefined;
    const value = Number(digits);
    return isPortNumber(value) ? value : undefined;
}
/** Parses user input. @throws {PortKeeperError} USAGE, when it is no port number. */
function parsePortNumber(input) {
    const value = typeof input === 'number' ? input : number_readPortNumber(input.trim());
    if (isPortNumber(value))
        return value;
    throw new PortKeeperError('USAGE', `"${input}" is not a port number`, {
        hint: 'A port is a whole number from 1 to 65535.',
    });
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(30);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
;// CONCATENATED MODULE: ./lib/ports/host.js


/**
 * Parses user input; brackets around an IPv6 address are dropped.
 * @throws {PortKeeperError} USAGE, when it is neither an IP address nor `localhost`.
 */
function parseHost(input) {
    const text = input
        .trim()
        .replace(/^\[(.*)\]$/, '$1')
        .toLowerCase();
    if ((0,external_node_net_.isIP)(text) !== 0 || text === 'localhost')
        return text;
    throw new errors/* PortKeeperError */.cm('USAGE', `"${input}" is not an address of this machine`, {
        hint: 'Use an IP address such as 127.0.0.1, 0.0.0.0 or ::1, or localhost.',
    });
}
/** Whether a URL or setting with this host speaks of the machine that it is read on. */
function isLoopback(host) {
    const text = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
    return (text === 'localhost' ||
        text.endsWith('.localhost') ||
        text === '0.0.0.0' ||
        text === '::' ||
        text === '::1' ||
        /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(text));
}

;// CONCATENATED MODULE: ./lib/registry/reservation.js



/** Anything larger was not written by a registry. */
const MAX_RECORD_BYTES = 4 * 1024 * 1024;
function newReservationId() {
    return BigInt(`0x${(0,external_node_crypto_.randomBytes)(10).toString('hex')}`)
        .toString(36)
        .padStart(16, '0');
}
function isReservationId(text) {
    return /^[0-9a-z]{16}$/.test(text);
}
/** A record read back, checked as if a stranger had written it; undefined when it is none. */
function parseRecord(text, id) {
    try {
        const value = JSON.parse(text);
        return isRecord(value) && value.id === id ? value : undefined;
    }
    catch {
        return undefined;
    }
}
function isRecord(value) {
    if (!isObject(value))
        return false;
    const { schema, id, createdAt, boot, network, owner, ttlMs, labels, leases } = value;
    return (schema === 1 &&
        isText(id) &&
        isReservationId(id) &&
        isText(createdAt) &&
        !Number.isNaN(Date.parse(createdAt)) &&
        isText(boot) &&
        isText(network) &&
        /^\d{0,20}$/.test(network) && // it becomes a folder's name
        isOwner(owner) &&
        (ttlMs === null || (Number.isFinite(ttlMs) && ttlMs > 0)) &&
        isObject(labels) &&
        Object.values(labels).every(isText) &&
        Array.isArray(leases) &&
        leases.length > 0 &&
        leases.every(isLease));
}
function isLease(value) {
    return (isObject(value) &&
        isText(value.name) &&
        isPortName(value.name) &&
        (value.protocol === 'tcp' || value.protocol === 'udp') &&
        isPortNumber(value.port) &&
        isHost(value.host));
}
function isHost(value) {
    try {
        return isText(value) && parseHost(value) === value;
    }
    catch {
        return false;
    }
}
function isOwner(value) {
    if (!isObject(value) || !isText(value.name))
        return false;
    if (value.kind === 'folder')
        return isText(value.path) && (0,external_node_path_.isAbsolute)(value.path);
    if (value.kind === 'name')
        return isText(value.boot);
    if (value.kind !== 'process' || !isObject(value.process))
        return false;
    const { pid, startedAt, boot, pidNamespace } = value.process;
    return (Number.isInteger(pid) &&
        pid > 0 &&
        isText(startedAt) &&
        isText(boot) &&
        isText(pidNamespace));
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function isText(value) {
    return typeof value === 'string' && value.length <= 4096;
}


/***/ }),

/***/ 115:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  oZ: () => (/* binding */ deathOf),
  XW: () => (/* binding */ remainingMs)
});

// UNUSED EXPORTS: isResting, standingOf, wasReleased

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
// EXTERNAL MODULE: ./lib/registry/process-identity.js
var process_identity = __nccwpck_require__(109);
;// CONCATENATED MODULE: ./lib/registry/owner.js





/**
 * The lease dies with this process.
 * @throws {PortKeeperError} USAGE, when no such process runs.
 */
function processOwner(pid, name) {
    const process = identify(pid);
    if (process === undefined) {
        throw new PortKeeperError('USAGE', `No process with pid ${pid} is running`, {
            hint: 'A lease is given to a process that lives; it would be collected at once.',
        });
    }
    return { kind: 'process', name: name ?? `process ${pid}`, process };
}
/** The lease lives as long as this folder exists, over restarts and reboots. */
function folderOwner(path, name) {
    return { kind: 'folder', name: name ?? path, path: resolve(path) };
}
/** The lease lives until it is released, its time is up or the machine restarts. */
function namedOwner(name) {
    return { kind: 'name', name, boot: currentBoot() };
}
function ownerLiveness(owner) {
    switch (owner.kind) {
        case 'process':
            return (0,process_identity/* livenessOf */.l8)(owner.process);
        case 'folder':
            return folderLiveness(owner.path);
        case 'name':
            return owner.boot === (0,process_identity/* currentBoot */.o6)() ? 'alive' : 'dead';
    }
}
function folderLiveness(path) {
    try {
        return (0,external_node_fs_.lstatSync)(path).isDirectory() ? 'alive' : 'dead';
    }
    catch (error) {
        const code = (0,errors/* systemCode */.xU)(error);
        return code === 'ENOENT' || code === 'ENOTDIR' ? 'dead' : 'unknown';
    }
}
/**
 * For a message: who it is and how to find them. Another user may have chosen the name: on one
 * line, and without what a terminal or a runner would take for a command.
 */
function owner_describeOwner(owner) {
    const name = owner.name.replace(/\p{Cc}/gu, '\u{FFFD}');
    if (owner.kind !== 'process')
        return name;
    const pid = `${owner.process.pid}`;
    return name.includes(pid) ? name : `${name} (pid ${pid})`;
}
/** Tells whether two leases are for the same somebody, in few characters. */
function ownerKey(owner) {
    return createHash('sha256').update(JSON.stringify(owner)).digest('hex').slice(0, 8);
}

;// CONCATENATED MODULE: ./lib/registry/standing.js


/**
 * A lease is collected this much after its time, and not renewed after its time: so a renewal that
 * was on its way when the time ran out never revives what somebody else is about to end.
 */
const GRACE_MS = 2000;
/** Long enough for a server that stops and its clients' last retries, short enough to be missed. */
const REST_MS = 2000;
function standingOf(store, claim) {
    if (claim === 'unreadable')
        return { state: 'unreadable' };
    const stored = store.find(claim.id);
    if (stored !== undefined)
        return standingOfRecord(stored);
    const ended = store.findEnded(claim.id);
    if (ended !== undefined)
        return standingOfEnded(ended);
    if (livenessOf(claim.maker) !== 'dead') {
        const holder = `a reservation in the making (pid ${claim.maker.pid})`;
        return { state: 'live', holder, making: true };
    }
    // It may have sealed its set, or the set may have been ended, just before its maker went.
    const late = store.find(claim.id);
    return late === undefined
        ? standingOfEnded(store.findEnded(claim.id) ?? 'unreadable', 'unfinished')
        : standingOfRecord(late);
}
/** A released port rests for others: its server may still be stopping, its clients still calling. */
function standingOfEnded(ended, death = 'ended') {
    if (ended === 'unreadable')
        return { state: 'dead', death };
    return isResting(ended)
        ? { state: 'resting', untilMs: ended.renewedAtMs + REST_MS, stored: ended }
        : { state: 'dead', death, stored: ended };
}
/** What a dead owner left carries no time of its end: see `markEnded`. */
function wasReleased(ended) {
    return ended.renewedAtMs !== 0;
}
function isResting(ended) {
    return wasReleased(ended) && uptimeMs() < ended.renewedAtMs + REST_MS;
}
function standingOfRecord(stored) {
    if (stored === 'unreadable')
        return { state: 'unreadable' };
    const death = deathOf(stored);
    return death === undefined
        ? { state: 'live', holder: describeOwner(stored.record.owner) }
        : { state: 'dead', death, stored };
}
/** Why a sealed reservation is over, or undefined while it lives. */
function deathOf(stored) {
    const { owner } = stored.record;
    if (ownerLiveness(owner) === 'dead')
        return owner.kind === 'folder' ? 'path' : 'pid';
    return remainingMs(stored) <= -GRACE_MS ? 'ttl' : undefined;
}
/** How long it lives without a renewal; infinite without a TTL. */
function remainingMs({ record, renewedAtMs }) {
    return record.ttlMs === null ? Number.POSITIVE_INFINITY : renewedAtMs + record.ttlMs - (0,process_identity/* uptimeMs */.B6)();
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(413);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
