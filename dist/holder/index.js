import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 961:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  _: () => (/* binding */ hold)
});

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: ./lib/errors.js
/** The one error class: what was wrong, where, what to do. */
class errors_PortKeeperError extends Error {
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

;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
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
/** A TCP socket that waits for connections. */
const LISTEN = '0A';
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
            if (protocol === 'tcp' && socket.state === TIME_WAIT)
                continue;
            const key = portKey(protocol, socket.port);
            if (!sockets.has(key) || socket.state === LISTEN)
                sockets.set(key, socket);
        }
    }
    return found ? sockets : undefined;
}
/** Every socket of a protocol that has a local port, closed ones among them; none but on Linux. */
function* readSockets(protocol, folder = '/proc/net') {
    for (const [which, file] of FILES) {
        if (which === protocol)
            yield* parseKernelTable(which, readTable(`${folder}/${file}`) ?? '');
    }
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
        if (port > 0) {
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

;// CONCATENATED MODULE: external "node:child_process"
const external_node_child_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");
;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./lib/registry/kernel.js




class SystemKernel {
    pid = process.pid;
    #boot;
    #network;
    #pidNamespace;
    get boot() {
        this.#boot ??= readBoot();
        return this.#boot;
    }
    get network() {
        this.#network ??= (0,external_node_fs_namespaceObject.existsSync)(MACHINE_NETWORK) ? '' : readNamespace('net');
        return this.#network;
    }
    get pidNamespace() {
        this.#pidNamespace ??= readNamespace('pid');
        return this.#pidNamespace;
    }
    uptimeMs() {
        return Number(process.hrtime.bigint() / 1000000n);
    }
    clockMs() {
        return Date.now();
    }
    sleep(ms) {
        return (0,promises_namespaceObject.setTimeout)(ms);
    }
    startOf(pid) {
        if (!signalReaches(pid))
            return undefined;
        return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
    }
    /** From the machine's own namespace every process can be seen, unless `/proc` hides some. */
    runsElsewhere(pid, startedAt) {
        if (this.pidNamespace !== MACHINE_PIDS || !isOwnProc())
            return 'unknown';
        if (readText('/proc/1/stat') === undefined || startedAt === '')
            return 'unknown';
        return nestedProcesses(pid).some((outer) => startFromProc(outer) === startedAt);
    }
}
/** The system that this process runs on. */
const kernel_thisKernel = new SystemKernel();
/** A switch that only the machine's own network has, whatever the number of its namespace. */
const MACHINE_NETWORK = '/proc/sys/net/core/netdev_budget';
/** PROC_PID_INIT_INO of the kernel's proc_ns.h. */
const MACHINE_PIDS = '4026531836';
const BOOT_ID = '/proc/sys/kernel/random/boot_id';
/** LXD lays a file of its own over the machine's boot id. */
function readBoot() {
    const id = readText(BOOT_ID)?.slice(0, 8) ?? '';
    if (id === '')
        return '';
    return (0,external_node_fs_namespaceObject.statSync)(BOOT_ID).dev === (0,external_node_fs_namespaceObject.statSync)('/proc').dev ? id : `c${id}`;
}
function readNamespace(kind) {
    try {
        return /\d+/.exec((0,external_node_fs_namespaceObject.readlinkSync)(`/proc/self/ns/${kind}`))?.[0] ?? '';
    }
    catch {
        return '';
    }
}
function signalReaches(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return systemCode(error) === 'EPERM'; // somebody else's, but there
    }
}
/** Not so where `/proc` was mounted for another pid namespace: its numbers are other processes. */
function isOwnProc() {
    ownProc ??= readLink('/proc/self') === `${process.pid}`;
    return ownProc;
}
let ownProc;
/** Fields 3 (state), 20 (threads) and 22 (start, in ticks since boot) of proc(5). */
function startFromProc(pid) {
    const stat = isOwnProc() ? readText(`/proc/${pid}/stat`) : undefined;
    if (stat === undefined)
        return ''; // /proc mounted with hidepid
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, threads, start] = [fields[0], Number(fields[17]), fields[19]];
    // A zombie runs no more, unless it is only the first of several threads that ended.
    const isOver = (state === 'Z' || state === 'X') && !(threads > 1);
    return isOver ? undefined : (start ?? '');
}
/** The processes that have this pid in a namespace of their own, by their pid in this one. */
function nestedProcesses(pid) {
    const pids = (0,external_node_fs_namespaceObject.readdirSync)('/proc').filter((name) => /^\d+$/.test(name));
    const isIt = new RegExp(`^NSpid:\\t\\d.*\\t${pid}$`, 'm');
    return pids.filter((one) => isIt.test(readText(`/proc/${one}/status`) ?? '')).map(Number);
}
function startFromPs(pid) {
    if (process.platform === 'win32')
        return '';
    try {
        const text = (0,external_node_child_process_namespaceObject.execFileSync)('ps', ['-o', 'lstart=', '-p', `${pid}`], {
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
        return (0,external_node_fs_namespaceObject.readFileSync)(path, 'utf8');
    }
    catch {
        return undefined;
    }
}
function readLink(path) {
    try {
        return (0,external_node_fs_namespaceObject.readlinkSync)(path);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/registry/process-identity.js

/** The identity of a process of this pid namespace, or undefined when it is not (or no longer) there. */
function process_identity_identify(pid, kernel = thisKernel) {
    return pid === kernel.pid ? process_identity_self(kernel) : look(pid, kernel);
}
function look(pid, kernel) {
    const startedAt = kernel.startOf(pid);
    const { boot, pidNamespace } = kernel;
    return startedAt === undefined ? undefined : { pid, startedAt, boot, pidNamespace };
}
/** This very process. */
function process_identity_self(kernel = kernel_thisKernel) {
    const { pid, boot, pidNamespace } = kernel;
    const known = selves.get(kernel);
    if (known?.pid === pid && known.boot === boot)
        return known;
    const found = look(pid, kernel) ?? { pid, startedAt: '', boot, pidNamespace };
    selves.set(kernel, found);
    return found;
}
const selves = new WeakMap();
/** Whether it still runs. `unknown` where this process cannot see it: never taken for dead. */
function process_identity_livenessOf(identity, kernel = kernel_thisKernel) {
    // Where /proc is not mounted there is no boot to compare, and nothing to conclude from it.
    if ((identity.boot === '') !== (kernel.boot === ''))
        return 'unknown';
    const isHere = identity.pidNamespace === kernel.pidNamespace;
    if (isRebooted(identity.boot, kernel))
        return 'dead';
    if (isHere && identity.boot !== kernel.boot)
        return 'dead';
    if (!isHere)
        return livenessElsewhere(identity, kernel);
    const startedAt = kernel.startOf(identity.pid);
    if (startedAt === undefined)
        return 'dead';
    // An empty start means that the process is there and hides: a pid is all there is to go by.
    if (startedAt === '' || identity.startedAt === '')
        return 'alive';
    return startedAt === identity.startedAt ? 'alive' : 'dead';
}
/** Whether a boot is surely over. What a container says of its own says nothing elsewhere. */
function isRebooted(boot, kernel) {
    return boot !== kernel.boot && [boot, kernel.boot].every(({ length }) => length === 8);
}
function livenessElsewhere({ pid, startedAt }, kernel) {
    const runs = kernel.runsElsewhere(pid, startedAt);
    if (runs === 'unknown')
        return 'unknown';
    return runs ? 'alive' : 'dead';
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

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
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

;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");
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
    if ((0,external_node_net_namespaceObject.isIP)(text) !== 0 || text === 'localhost')
        return text;
    throw new errors_PortKeeperError('USAGE', `"${input}" is not an address of this machine`, {
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
    return BigInt(`0x${(0,external_node_crypto_namespaceObject.randomBytes)(10).toString('hex')}`)
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
        return isText(value.path) && (0,external_node_path_namespaceObject.isAbsolute)(value.path);
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

;// CONCATENATED MODULE: ./lib/registry/backends/claim.js


function formatClaim({ id, maker }) {
    return `1:${id}:${formatIdentity(maker)}`;
}
/** Undefined for a text that no registry wrote. */
function parseClaim(text) {
    const [version, id = '', identity = '', ...rest] = text.split(':');
    const maker = parseIdentity(identity);
    if (version !== '1' || rest.length > 0 || maker === undefined)
        return undefined;
    return isReservationId(id) ? { id, maker } : undefined;
}

;// CONCATENATED MODULE: ./lib/registry/backends/layout.js




/** Where things lie in a registry's folder, and how its folders come to be. */
class Layout {
    root;
    #shared;
    constructor(root) {
        this.root = root;
    }
    claims(network) {
        const folder = (0,external_node_path_namespaceObject.join)(this.root, 'claims');
        return network === undefined ? folder : (0,external_node_path_namespaceObject.join)(folder, network || 'host');
    }
    claim(network, key) {
        return (0,external_node_path_namespaceObject.join)(this.claims(network), key);
    }
    reservation(id) {
        return (0,external_node_path_namespaceObject.join)(this.root, 'reservations', `${id}.json`);
    }
    ended(id) {
        return (0,external_node_path_namespaceObject.join)(this.root, 'ended', `${id}.json`);
    }
    right(name) {
        return (0,external_node_path_namespaceObject.join)(this.root, 'end', name);
    }
    ticket(name) {
        return (0,external_node_path_namespaceObject.join)(this.root, 'tickets', name);
    }
    /** No matter whether it is there. */
    remove(path) {
        found(() => (0,external_node_fs_namespaceObject.unlinkSync)(path));
    }
    list(folder) {
        try {
            return (0,external_node_fs_namespaceObject.readdirSync)(folder);
        }
        catch (error) {
            const code = systemCode(error) ?? '';
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
        (0,external_node_fs_namespaceObject.writeFileSync)(path, text, { mode: 0o600, flag: 'wx' });
        if (this.#isShared())
            (0,external_node_fs_namespaceObject.chmodSync)(path, 0o664);
    }
    /** Gives a name this text in one step, whatever stood there. */
    replaceFile(path, text) {
        const staged = this.ticket(newReservationId());
        this.writing(() => this.writeFile(staged, text));
        try {
            this.writing(() => (0,external_node_fs_namespaceObject.renameSync)(staged, path));
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
            if (systemCode(error) !== 'ENOENT')
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
            this.#makeFolder((0,external_node_path_namespaceObject.join)('claims', network || 'host'));
    }
    #makeFolder(name) {
        const folder = (0,external_node_path_namespaceObject.join)(this.root, name);
        const made = (0,external_node_fs_namespaceObject.mkdirSync)(folder, { recursive: true, mode: 0o700 });
        // Whatever the umask: those who may write the registry may write all of it.
        if (made !== undefined && this.#isShared())
            (0,external_node_fs_namespaceObject.chmodSync)(folder, 0o2775);
    }
    #isFolder() {
        return (0,external_node_fs_namespaceObject.statSync)(this.root).isDirectory();
    }
    /** A registry for a group is a folder that the group may write: an administrator's choice. */
    #isShared() {
        this.#shared ??= ((0,external_node_fs_namespaceObject.statSync)(this.root).mode & 0o020) !== 0;
        return this.#shared;
    }
}
/** `mkdir -p`. Node's own never returns where a parent exists and will not have children: /proc. */
function makePath(folder) {
    if ((0,external_node_fs_namespaceObject.existsSync)(folder))
        return;
    makePath((0,external_node_path_namespaceObject.dirname)(folder));
    try {
        (0,external_node_fs_namespaceObject.mkdirSync)(folder, { mode: 0o700 });
    }
    catch (error) {
        if (systemCode(error) !== 'EEXIST')
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
        if (systemCode(error) === 'ENOENT')
            return false;
        throw error;
    }
}
/** The system's refusal as an error that says what to do. */
function unusable(root, error) {
    if (error instanceof errors_PortKeeperError)
        return error;
    const code = systemCode(error) ?? '';
    const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
    return new errors_PortKeeperError('REGISTRY_UNUSABLE', `The registry ${root} cannot be used: ${reason}`, {
        hint: 'Give another folder with --registry or PORTKEEPER_REGISTRY, or mend this one.',
        cause: error,
    });
}
const REASONS = {
    EACCES: 'this user may not write there',
    ENOENT: 'no folder can be made there',
    EPERM: 'this user may not change what another user made there',
    EROFS: 'its file system is read-only',
    ENOSPC: 'its disk is full',
    EDQUOT: 'the disk quota is used up',
    ENOTDIR: 'a file stands where its folder should be',
    EEXIST: 'a file stands where its folder should be',
};

;// CONCATENATED MODULE: ./lib/registry/backends/record-file.js




/** Never waits for a FIFO, never follows a link, never reads more than a record can be. */
function readRecord(path, id, kernel = kernel_thisKernel) {
    const readAtMs = kernel.uptimeMs();
    const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = external_node_fs_namespaceObject.constants;
    try {
        const file = (0,external_node_fs_namespaceObject.openSync)(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
        try {
            const stats = (0,external_node_fs_namespaceObject.fstatSync)(file);
            if (!stats.isFile() || stats.size > MAX_RECORD_BYTES)
                return 'unreadable';
            const record = parseRecord((0,external_node_fs_namespaceObject.readFileSync)(file, 'utf8'), id);
            return record
                ? { record, renewedAtMs: renewedAt(record, stats, kernel), readAtMs }
                : 'unreadable';
        }
        finally {
            (0,external_node_fs_namespaceObject.closeSync)(file);
        }
    }
    catch (error) {
        return systemCode(error) === 'ENOENT' ? undefined : 'unreadable';
    }
}
/**
 * A record's time in this boot's uptime. Its file's mtime is the uptime of the boot that wrote it;
 * for the record of another boot (a folder's), and where it lies ahead (a copy), the kernel's own
 * mark of the last change tells, by the clock. It lies ahead where the clock was set back.
 */
function renewedAt(record, { mtimeMs, ctimeMs }, kernel) {
    const now = kernel.uptimeMs();
    if (mtimeMs === 0 || (record.boot === kernel.boot && mtimeMs <= now))
        return mtimeMs;
    return now - (kernel.clockMs() - ctimeMs);
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
        (0,external_node_fs_namespaceObject.renameSync)(staged, name);
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
            (0,external_node_fs_namespaceObject.linkSync)(this.#path, name);
            return true;
        }
        catch (error) {
            const code = systemCode(error) ?? '';
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
        (0,external_node_fs_namespaceObject.symlinkSync)(text, name);
        return true;
    }
    catch (error) {
        if (systemCode(error) === 'EEXIST')
            return false;
        throw error;
    }
}
/**
 * The text of a name; undefined when there is none; null when it is not one of ours. Never waits
 * for a FIFO, never follows a link, never reads more than a ticket can be.
 */
function readTicket(name) {
    const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = external_node_fs_namespaceObject.constants;
    try {
        const file = (0,external_node_fs_namespaceObject.openSync)(name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
        try {
            const stats = (0,external_node_fs_namespaceObject.fstatSync)(file);
            return stats.isFile() && stats.size <= MAX_BYTES ? (0,external_node_fs_namespaceObject.readFileSync)(file, 'utf8') : null;
        }
        finally {
            (0,external_node_fs_namespaceObject.closeSync)(file);
        }
    }
    catch (error) {
        const code = systemCode(error);
        if (code === 'ENOENT')
            return undefined;
        return code === 'ELOOP' ? readSymbol(name) : null;
    }
}
function readSymbol(name) {
    try {
        return (0,external_node_fs_namespaceObject.readlinkSync)(name);
    }
    catch (error) {
        return systemCode(error) === 'ENOENT' ? undefined : null;
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
    kernel;
    constructor(folder, kernel = kernel_thisKernel) {
        this.layout = new Layout(folder);
        this.kernel = kernel;
    }
    /** What a new reservation makes its claims with. */
    claimsFor(id) {
        return new Claims(this.layout, id, this.kernel);
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
        return readRecord(this.layout.reservation(id), id, this.kernel);
    }
    /** A reservation that is over; its time is when it ended. */
    findEnded(id) {
        return readRecord(this.layout.ended(id), id, this.kernel);
    }
    /** Starts the record's time anew. False when there is no such reservation any more. */
    renew(id) {
        return this.#touch(this.layout.reservation(id));
    }
    /**
     * From here on the reservation is over, for everybody. False when somebody ended it before.
     * What was released rests for a while; what a dead owner left does not.
     */
    markEnded(id, why) {
        const [record, ended] = [this.layout.reservation(id), this.layout.ended(id)];
        // Before it ends, so that whoever is killed in between leaves a port that rests.
        if (why === 'released')
            ignoreRefusal(() => this.#touch(record));
        const mine = this.layout.writing(() => found(() => (0,external_node_fs_namespaceObject.renameSync)(record, ended)));
        if (mine && why === 'dead')
            ignoreRefusal(() => this.#touch(ended, 0));
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
        const part = { ...record, id: newReservationId(), leases: [lease] };
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
        const ticket = new Ticket(this.layout, newReservationId(), formatIdentity(process_identity_self(this.kernel)));
        const rights = [];
        try {
            for (let n = 0; n < 100; n++) {
                const right = this.layout.right(`${name}.${n}`);
                rights.push(right);
                if (ticket.give(right))
                    return rights;
                const winner = parseIdentity(readTicket(right) ?? '');
                if (winner === undefined || process_identity_livenessOf(winner, this.kernel) !== 'dead')
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
            .list((0,external_node_path_namespaceObject.join)(this.layout.root, folder))
            .map((name) => name.replace(/\.json$/, ''))
            .filter(isReservationId);
    }
    /** All leases in one file, for readers; written under the lock, and of no weight. */
    writeView(view) {
        const path = (0,external_node_path_namespaceObject.join)(this.layout.root, 'registry.json');
        this.layout.replaceFile(path, `${JSON.stringify(view, null, 2)}\n`);
    }
    /** Complete at its birth, like everything here; its time begins. */
    #writeRecord(record, path) {
        const staged = this.layout.ticket(`${record.id}.json`);
        this.layout.writing(() => this.layout.writeFile(staged, `${JSON.stringify(record)}\n`));
        this.layout.writing(() => {
            this.#touch(staged);
            (0,external_node_fs_namespaceObject.renameSync)(staged, path);
        });
    }
    /** A record's time is its file's: one system call renews it. It counts the machine's uptime. */
    #touch(path, atMs = this.kernel.uptimeMs()) {
        return this.layout.writing(() => found(() => (0,external_node_fs_namespaceObject.utimesSync)(path, atMs / 1000, atMs / 1000)));
    }
}
/** The claims of one reservation while it is being made, by this process. */
class Claims {
    #layout;
    #id;
    #ticket;
    constructor(layout, id, kernel) {
        this.#layout = layout;
        this.#id = id;
        this.#ticket = new Ticket(layout, id, formatClaim({ id, maker: process_identity_self(kernel) }));
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
/** Only a file's owner may set its time: another user's lease then rests, or not, as it happens. */
function ignoreRefusal(touch) {
    try {
        touch();
    }
    catch {
        // It ends all the same.
    }
}

;// CONCATENATED MODULE: ./lib/registry/hold-protocol.js
/** What a holder and those who start, ask and stop it say to each other. */




/** Tells a holder to look now and not within half a second. It is deaf to what ends others. */
const LOOK = 'SIGUSR2';
/** The one line that a holder says. */
function formatHoldResult(result) {
    return `${JSON.stringify(result)}\n`;
}
function parseHoldResult(line) {
    try {
        const { state, port, reason } = JSON.parse(line);
        if (state === 'held')
            return { state };
        if (state === 'taken')
            return { state, port: Number(port) };
        return { state: 'failed', reason: String(reason) };
    }
    catch {
        return { state: 'failed', reason: 'its holder ended at once' };
    }
}
/** The files in which a holder leaves word. Each carries its identity, by which it is tidied up. */
class HoldMarks {
    /** The ports are held. */
    holder;
    /** Some of them by sockets that are in their own servers' way. */
    bound;
    /** The same file, renamed by who asks for those ports: gone when they were let go. */
    over;
    constructor(folder, id) {
        this.holder = (0,external_node_path_namespaceObject.join)(folder, 'holds', id);
        this.bound = `${this.holder}.bound`;
        this.over = `${this.holder}.over`;
    }
    signature() {
        return formatIdentity(process_identity_self());
    }
    /** The holder, where it lives. */
    livingHolder() {
        const holder = parseIdentity(readTicket(this.holder) ?? '');
        return holder !== undefined && process_identity_livenessOf(holder) === 'alive' ? holder : undefined;
    }
    isBound() {
        return (0,external_node_fs_namespaceObject.existsSync)(this.bound) || this.isHandedOver();
    }
    isHandedOver() {
        return (0,external_node_fs_namespaceObject.existsSync)(this.over);
    }
    remove() {
        for (const path of [this.holder, this.bound, this.over])
            (0,external_node_fs_namespaceObject.rmSync)(path, { force: true });
    }
}

;// CONCATENATED MODULE: external "node:dgram"
const external_node_dgram_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dgram");
;// CONCATENATED MODULE: ./lib/ports/platform.js
const LINUX = { oneBindTells: true, holdsUnseen: true, hasNames: true };
/**
 * macOS and Windows let a wildcard and a specific address share a port. Neither is known to let a
 * server bind beside a connection that others are kept from.
 */
const OTHERS = { oneBindTells: false, holdsUnseen: false, hasNames: false };
function portSystem(platform = process.platform) {
    return platform === 'linux' || platform === 'android' ? LINUX : OTHERS;
}
/**
 * Whether a hold of this protocol stays in place while the port's server binds it. Any other is a
 * bound socket, which has to be let go before.
 */
function isHeldUnseen(protocol, platform) {
    return protocol === 'tcp' && portSystem(platform).holdsUnseen;
}
/**
 * The name that a holder keeps in the kernel for a port: an abstract Unix socket, one owner in
 * each network namespace, across users and registries, gone with its process.
 */
function holdName(protocol, port) {
    return `\0portkeeper:${protocol}:${port}`;
}

;// CONCATENATED MODULE: ./lib/holder/held-ports.js





/** Connecting to oneself takes no time; an answer that does not come will not. */
const PATIENCE_MS = 1000;
/** Somebody who only asks whether a port is free has it for microseconds. */
const PASSING_TRIES = 10;
/**
 * The sockets that hold ports. A connection to oneself, accepted, whose listener is closed again,
 * keeps a TCP port on Linux from `bind(0)` and from outgoing connections, while a server that sets
 * SO_REUSEADDR binds it at once. Any other port is held by a bound socket, which is in its own
 * server's way until it is handed over. A name in the kernel keeps every other holder of this
 * network namespace from the port, whatever registry it works for.
 */
class HeldPorts {
    #names = [];
    #clients = [];
    #bound = [];
    /** @throws {PortKeeperError} NO_FREE_PORT, when somebody has the port. */
    async hold(protocol, port, host) {
        if (portSystem().hasNames) {
            this.#names.push(await patiently(() => listen({ path: holdName(protocol, port) })));
        }
        if (isHeldUnseen(protocol))
            return this.#connectToOneself(port, host);
        const open = protocol === 'udp' ? bindDatagrams : listenOnLoopback;
        this.#bound.push(...(await patiently(() => open(port))));
    }
    /** Whether something is held that its own server could not bind. */
    get isInTheWay() {
        return this.#bound.length > 0;
    }
    /** Lets go of what is in the servers' way; the rest stays held. */
    handOver() {
        for (const socket of this.#bound.splice(0))
            socket.close();
    }
    /** A reset leaves nothing behind: a closed connection would keep the port for a minute. */
    letGo() {
        for (const client of this.#clients.splice(0))
            client.resetAndDestroy();
        this.handOver();
        for (const name of this.#names.splice(0))
            name.close();
    }
    /**
     * Listens, connects to it, and stops to listen: the accepted connection keeps the port. Where
     * something else answers, by a rule of the network that no bind can see, the port is somebody's.
     */
    async #connectToOneself(port, host) {
        const server = await patiently(() => listen({ port, exclusive: true }));
        const client = (0,external_node_net_namespaceObject.connect)({ port, host: host.includes(':') ? '::1' : '127.0.0.1' });
        this.#clients.push(client);
        try {
            await Promise.race([acceptedBy(server, client), refused(client), late(port)]);
        }
        finally {
            server.close();
        }
    }
}
/** A stranger who calls at this moment, and whose connection would end with him, is not met. */
function acceptedBy(server, client) {
    return new Promise((resolve) => {
        server.on('connection', (socket) => {
            socket.on('error', () => { }); // the reset that ends it
            if (socket.remotePort === client.localPort)
                resolve();
            else
                socket.destroy();
        });
    });
}
function refused(client) {
    return new Promise((_, reject) => {
        client.once('error', (error) => reject(isShortage(error) ? error : taken(error)));
    });
}
async function late(port) {
    await (0,promises_namespaceObject.setTimeout)(PATIENCE_MS, undefined, { ref: false });
    throw taken(new Error(`Nobody accepted a connection to ${port}`));
}
/** Tries again for a moment what somebody else has: he may only be asking. */
async function patiently(open) {
    for (let tries = 1;; tries++) {
        try {
            return await open();
        }
        catch (error) {
            if (systemCode(error) !== 'EADDRINUSE')
                throw error;
            if (tries === PASSING_TRIES)
                throw taken(error);
            await (0,promises_namespaceObject.setTimeout)(1 + Math.random() * 5);
        }
    }
}
function taken(cause) {
    return new errors_PortKeeperError('NO_FREE_PORT', 'Somebody else has the port', { cause });
}
function isShortage(error) {
    return ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'].includes(systemCode(error) ?? '');
}
function listen(options) {
    return new Promise((resolve, reject) => {
        const server = (0,external_node_net_namespaceObject.createServer)();
        server.once('error', reject);
        server.listen(options, () => resolve(server));
    });
}
/** Loopback is enough to keep the kernel from giving a port out, and no firewall asks about it. */
async function listenOnLoopback(port) {
    const servers = [await listen({ port, host: '127.0.0.1', exclusive: true })];
    try {
        servers.push(await listen({ port, host: '::1', exclusive: true }));
    }
    catch (error) {
        if (systemCode(error) === 'EADDRINUSE') {
            for (const server of servers)
                server.close();
            throw error;
        }
        // A machine without IPv6: nothing to hold there.
    }
    for (const server of servers)
        server.on('connection', (socket) => socket.destroy());
    return servers;
}
/** The dual-stack wildcard conflicts with every address; without IPv6, that of IPv4 does. */
async function bindDatagrams(port) {
    try {
        return [await bind('udp6', port)];
    }
    catch (error) {
        if (systemCode(error) === 'EADDRINUSE')
            throw error;
        return [await bind('udp4', port)];
    }
}
function bind(type, port) {
    const socket = (0,external_node_dgram_namespaceObject.createSocket)({ type });
    return new Promise((resolve, reject) => {
        socket.once('error', (error) => {
            socket.close();
            reject(error);
        });
        socket.bind({ port, exclusive: true }, () => resolve(socket));
    });
}

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
    return { kind: 'name', name, boot: thisKernel.boot };
}
function ownerLiveness(owner, kernel = kernel_thisKernel) {
    switch (owner.kind) {
        case 'process':
            return process_identity_livenessOf(owner.process, kernel);
        case 'folder':
            return folderLiveness(owner.path);
        case 'name':
            return namedLiveness(owner.boot, kernel);
    }
}
/** A container's boot says nothing of a lease that was made outside it, nor the other way round. */
function namedLiveness(boot, kernel) {
    if (boot === kernel.boot)
        return 'alive';
    return isRebooted(boot, kernel) ? 'dead' : 'unknown';
}
function folderLiveness(path) {
    try {
        return (0,external_node_fs_namespaceObject.lstatSync)(path).isDirectory() ? 'alive' : 'dead';
    }
    catch (error) {
        const code = systemCode(error);
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
        return standingOfRecord(stored, store.kernel);
    const ended = store.findEnded(claim.id);
    if (ended !== undefined)
        return standingOfEnded(ended);
    if (livenessOf(claim.maker, store.kernel) !== 'dead') {
        const holder = `a reservation in the making (pid ${claim.maker.pid})`;
        return { state: 'live', holder, making: true };
    }
    // It may have sealed its set, or the set may have been ended, just before its maker went.
    const late = store.find(claim.id);
    return late === undefined
        ? standingOfEnded(store.findEnded(claim.id) ?? 'unreadable', 'unfinished')
        : standingOfRecord(late, store.kernel);
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
/** An end that lies ahead is a clock's that was set back: a port does not rest until that time. */
function isResting(ended) {
    const sinceMs = ended.readAtMs - ended.renewedAtMs;
    return wasReleased(ended) && Math.abs(sinceMs) < REST_MS;
}
function standingOfRecord(stored, kernel) {
    if (stored === 'unreadable')
        return { state: 'unreadable' };
    const death = deathOf(stored, kernel);
    return death === undefined
        ? { state: 'live', holder: describeOwner(stored.record.owner) }
        : { state: 'dead', death, stored };
}
/** Why a sealed reservation is over, or undefined while it lives. */
function deathOf(stored, kernel = kernel_thisKernel) {
    const { owner, boot, network } = stored.record;
    if (ownerLiveness(owner, kernel) === 'dead')
        return owner.kind === 'folder' ? 'path' : 'pid';
    // A container's network is gone with the boot that it was made in; the machine's own is not.
    if (network !== '' && isRebooted(boot, kernel))
        return 'network';
    return remainingMs(stored) <= -GRACE_MS ? 'ttl' : undefined;
}
/** How long it lived without a renewal when it was read; infinite without a TTL. */
function remainingMs({ record, renewedAtMs, readAtMs }) {
    if (record.ttlMs === null)
        return Number.POSITIVE_INFINITY;
    return Math.min(renewedAtMs, readAtMs) + record.ttlMs - readAtMs;
}

;// CONCATENATED MODULE: ./lib/holder/watch.js



/** Looks after a reservation whose ports are held, and ends with it. */
class Watch {
    #store;
    #ports;
    #marks;
    #stored;
    #seen = '';
    constructor(store, stored, ports) {
        this.#store = store;
        this.#stored = stored;
        this.#ports = ports;
        this.#marks = new HoldMarks(store.layout.root, stored.record.id);
    }
    /** Leaves word of who holds, and whether that is in a server's way. */
    sign() {
        const { layout } = this.#store;
        if (this.#ports.isInTheWay)
            layout.replaceFile(this.#marks.bound, this.#marks.signature());
        layout.replaceFile(this.#marks.holder, this.#marks.signature());
    }
    /** Ends with the reservation; until then its time does not run out while its owner lives. */
    look() {
        if (this.#isOver())
            this.#end();
        if (this.#marks.isHandedOver()) {
            this.#ports.handOver();
            (0,external_node_fs_namespaceObject.rmSync)(this.#marks.over, { force: true });
        }
        const { record } = this.#stored;
        const { ttlMs, owner, id } = record;
        if (owner.kind === 'name' || ttlMs === null)
            return;
        if (remainingMs(this.#stored) < ttlMs / 2)
            this.#store.renew(id);
    }
    /** A record that cannot be read for now ends nothing; the owner whom it named still may. */
    #isOver() {
        const { id } = this.#stored.record;
        const seen = versionOf(this.#store.layout.reservation(id));
        if (seen === undefined || seen !== this.#seen) {
            const stored = this.#store.find(id);
            if (stored === undefined)
                return true;
            if (stored !== 'unreadable')
                this.#stored = stored;
            this.#seen = seen ?? '';
        }
        return deathOf(this.#stored) !== undefined;
    }
    #end() {
        this.#ports.letGo();
        this.#marks.remove();
        process.exit(0);
    }
}
/** What changes with every renewal; undefined for a file that is not there, or not to be asked. */
function versionOf(path) {
    const stats = statsOf(path);
    return stats && `${stats.ino} ${stats.mtimeNs} ${stats.ctimeNs} ${stats.size}`;
}
function statsOf(path) {
    try {
        return (0,external_node_fs_namespaceObject.lstatSync)(path, { bigint: true });
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/holder/hold.js
/**
 * The holder: keeps a reservation's ports out of the kernel's hands until the reservation ends, or
 * its owner does. `main FOLDER ID`; what became of it is one line on the pipe that it is given.
 */







const LOOK_EVERY_MS = 500;
/** What ends other processes, or opens a debugger in them, and comes in storms when a job ends. */
const DEAF_TO = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGPIPE'];
async function hold(folder, id) {
    for (const signal of DEAF_TO)
        process.on(signal, () => { });
    if (folder === undefined || !isReservationId(id))
        process.exit(2);
    const store = new FolderStore(folder);
    const stored = store.find(id);
    if (stored === undefined || stored === 'unreadable') {
        return fail({ state: 'failed', reason: 'its reservation is gone' });
    }
    const ports = new HeldPorts();
    const result = await take(ports, stored.record);
    if (result.state !== 'held') {
        ports.letGo();
        return fail(result);
    }
    const watch = new Watch(store, stored, ports);
    process.on(LOOK, () => watch.look());
    watch.sign();
    say(result);
    setInterval(() => watch.look(), LOOK_EVERY_MS);
}
async function take(ports, { leases }) {
    for (const { protocol, port, host } of leases) {
        try {
            await ports.hold(protocol, port, host);
        }
        catch (error) {
            const taken = error instanceof errors_PortKeeperError && error.code === 'NO_FREE_PORT';
            return taken ? { state: 'taken', port } : { state: 'failed', reason: messageOf(error) };
        }
    }
    return { state: 'held' };
}
function fail(result) {
    say(result);
    process.exit(1);
}
/** Whoever started this one waits for the line, and for nothing after it. */
function say(result) {
    try {
        (0,external_node_fs_namespaceObject.writeSync)(3, formatHoldResult(result));
        (0,external_node_fs_namespaceObject.closeSync)(3);
    }
    catch {
        // It did not wait; the ports are held, or not, all the same.
    }
}


/***/ }),

/***/ 413:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _hold_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(961);

const [folder, id = ''] = process.argv.slice(2);
await (0,_hold_js__WEBPACK_IMPORTED_MODULE_0__/* .hold */ ._)(folder, id);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

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
