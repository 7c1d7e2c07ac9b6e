import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A server that people run, and how it is started on a port. */
export interface ServerCase {
  readonly name: string;
  /** What must be there to start it; the first that is found is used. */
  readonly programs: readonly string[];
  /** Whether it binds a held port at once. */
  readonly binds: boolean;
  /** @param program the path of what was found */
  command(program: string, port: number, folder: string): readonly string[];
  /** What it says when it does not bind. */
  readonly says?: RegExp;
  /** Refuses to run as root. */
  readonly unprivileged?: boolean;
}

function file(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const JAVA = `import java.net.*;
class Server { public static void main(String[] a) throws Exception {
  try (ServerSocket s = new ServerSocket(Integer.parseInt(a[0]))) { while (true) s.accept().close(); } } }`;

const NGINX = (port: number, folder: string) => `daemon off; pid ${folder}/nginx.pid;
error_log stderr; events {} http { access_log off; client_body_temp_path ${folder}/b;
proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u;
scgi_temp_path ${folder}/s; server { listen ${port}; } }`;

const ERLANG = (options: string) => (program: string, port: number) => [
  program,
  '-noshell',
  '-eval',
  `case gen_tcp:listen(${port}, [${options}]) of {ok, _} -> timer:sleep(infinity);
   E -> io:format("~p~n", [E]), halt(1) end.`,
];

const PYTHON_PLAIN = `import socketserver, sys
socketserver.TCPServer(("127.0.0.1", int(sys.argv[1])), socketserver.BaseRequestHandler).serve_forever()`;

const PYTHON_ASYNCIO = `import asyncio, sys
async def main():
    server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()
asyncio.run(main())`;

const GO = `package main
import ("net/http"; "os")
func main() { panic(http.ListenAndServe(":"+os.Args[1], nil)) }`;

/** As they come, with nothing set: what their own default is decides. */
export const SERVERS: readonly ServerCase[] = [
  {
    name: 'Node, http',
    programs: [process.execPath],
    binds: true,
    command: (node, port) => [node, '-e', `require('http').createServer().listen(${port})`],
  },
  {
    name: 'Python, http.server',
    programs: ['python3'],
    binds: true,
    command: (python, port) => [python, '-m', 'http.server', `${port}`],
  },
  {
    name: 'Python, asyncio',
    programs: ['python3'],
    binds: true,
    command: (python, port) => [python, '-c', PYTHON_ASYNCIO, `${port}`],
  },
  {
    name: 'Python, socketserver without allow_reuse_address',
    programs: ['python3'],
    binds: false,
    command: (python, port) => [python, '-c', PYTHON_PLAIN, `${port}`],
    says: /Address already in use/,
  },
  {
    name: 'Go, net/http',
    programs: ['go'],
    binds: true,
    command: (go, port, folder) => {
      const source = file(folder, 'server.go', GO);
      spawnSync(go, ['build', '-o', join(folder, 'server'), source], {
        env: { ...process.env, GOCACHE: join(folder, 'cache'), GOFLAGS: '-mod=mod' },
      });
      return [join(folder, 'server'), `${port}`];
    },
  },
  {
    name: 'Java, ServerSocket',
    programs: ['java'],
    binds: true,
    command: (java, port, folder) => [java, file(folder, 'Server.java', JAVA), `${port}`],
  },
  {
    name: 'Ruby, TCPServer',
    programs: ['ruby'],
    binds: true,
    command: (ruby, port) => [ruby, '-rsocket', '-e', `TCPServer.new(${port}); sleep`],
  },
  {
    name: 'PHP, built-in server',
    programs: ['php'],
    binds: true,
    command: (php, port, folder) => [php, '-S', `127.0.0.1:${port}`, '-t', folder],
  },
  {
    name: 'nginx',
    programs: ['nginx'],
    binds: true,
    command: (nginx, port, folder) => [
      nginx,
      '-p',
      folder,
      '-c',
      file(folder, 'nginx.conf', NGINX(port, folder)),
    ],
  },
  {
    name: 'lighttpd',
    programs: ['lighttpd'],
    binds: true,
    command: (lighttpd, port, folder) => [
      lighttpd,
      '-D',
      '-f',
      file(folder, 'l.conf', `server.document-root="${folder}"\nserver.port=${port}\n`),
    ],
  },
  {
    name: 'HAProxy',
    programs: ['haproxy'],
    binds: true,
    command: (haproxy, port, folder) => [
      haproxy,
      '-db',
      '-f',
      file(
        folder,
        'haproxy.cfg',
        `defaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\nfrontend f\n bind :${port}\n`,
      ),
    ],
  },
  {
    name: 'Redis',
    programs: ['redis-server', 'valkey-server'],
    binds: true,
    command: (redis, port, folder) => [redis, '--port', `${port}`, '--dir', folder, '--save', ''],
  },
  {
    name: 'PostgreSQL',
    programs: ['postgres', '/usr/lib/postgresql/15/bin/postgres'],
    binds: true,
    unprivileged: true,
    command: (postgres, port, folder) => {
      const data = join(folder, 'data');
      // Beside `postgres`, whatever link to it was found.
      const script = file(
        folder,
        'postgres.sh',
        `initdb=$(dirname "$(readlink -f "$1")")/initdb
[ -f "$2/PG_VERSION" ] || "$initdb" -D "$2" -A trust -N >/dev/null || exit 1
exec "$(readlink -f "$1")" -D "$2" -p "$3" -k "$2" -h 127.0.0.1\n`,
      );
      return ['sh', script, postgres, data, `${port}`];
    },
  },
  {
    name: 'Erlang, gen_tcp with reuseaddr, as Cowboy and Phoenix set it',
    programs: ['erl'],
    binds: true,
    command: ERLANG('{reuseaddr, true}'),
  },
  {
    name: 'Erlang, gen_tcp as it is',
    programs: ['erl'],
    binds: false,
    command: ERLANG(''),
    says: /eaddrinuse/,
  },
  {
    name: 'Perl, IO::Socket without ReuseAddr',
    programs: ['perl'],
    binds: false,
    command: (perl, port) => [
      perl,
      '-MIO::Socket::INET',
      '-e',
      `IO::Socket::INET->new(LocalPort => ${port}, Listen => 5) or die "$@$!"; sleep`,
    ],
    says: /Address already in use/,
  },
  {
    name: 'busybox httpd',
    programs: ['busybox'],
    binds: true,
    command: (busybox, port) => [busybox, 'httpd', '-f', '-p', `${port}`],
  },
  {
    name: 'Docker’s proxy',
    programs: ['docker'],
    binds: true,
    command: (docker, port) => [
      docker,
      'run',
      '--rm',
      '--name',
      `portkeeper-hold-${port}`,
      '--publish',
      `${port}:80`,
      process.env.PORTKEEPER_TEST_IMAGE ?? 'portkeeper/httpd:1',
    ],
  },
];

/** The path of the first program that is there. */
export function findProgram({ programs }: ServerCase): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return programs
    .flatMap((name) => (name.includes('/') ? [name] : folders.map((folder) => join(folder, name))))
    .find((path) => existsSync(path));
}

/** A folder that a process of another user may use. */
export function letOthersUse(folder: string): void {
  chmodSync(folder, 0o777);
}
