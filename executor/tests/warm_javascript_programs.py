"""JavaScript programs that show how they were started: with and without a snapshot they must not be told apart."""

from typing import Final

PROGRAMS: Final[dict[str, tuple[str, bytes]]] = {
    "sum": (
        "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number); console.log(a + b)",
        b"1 2\n",
    ),
    "nothing": ("", b""),
    "argv": ("console.log(process.argv, process.argv0, process.execPath, process.title)", b""),
    "environment": ("console.log(process.env, process.cwd(), process.version, process.release.name)", b""),
    "module": (
        "console.log(require.main === module, __filename, __dirname, module.paths, module.id, module.loaded)",
        b"",
    ),
    "arguments": ("console.log(arguments.length, typeof this, this === module.exports)", b""),
    "globals": ("console.log(Object.getOwnPropertyNames(globalThis).sort())", b""),
    "process": ("console.log(Object.keys(process).sort(), process.config.variables.v8_enable_i18n_support)", b""),
    "cache": ("console.log(Object.keys(require.cache), require('module').builtinModules.length)", b""),
    "features": ("console.log(process.features, process.versions, process.arch, process.platform)", b""),
    "neighbour": (
        "require('fs').writeFileSync('o.js', 'module.exports = 7'); console.log(require('./o'), require('./o.js'))",
        b"",
    ),
    "json": ("require('fs').writeFileSync('o.json', '{\"a\": 1}'); console.log(require('./o'))", b""),
    "dynamic import": ("import('fs').then(fs => console.log(typeof fs.readFileSync))", b""),
    "import of a file": (
        "require('fs').writeFileSync('m.mjs', 'export const x = 4; export const u = import.meta.url');"
        "import('./m.mjs').then(m => console.log(m.x, m.u))",
        b"",
    ),
    "missing module": ("require('nothing-here')", b""),
    "exception": ("function f() { throw new Error('bad') }\nfunction g() { f() }\ng()", b""),
    "thrown value": ("throw {a: 1}", b""),
    "syntax error": ("let x = ;", b""),
    "type error": ("null.x", b""),
    "rejection": ("Promise.reject(new Error('nobody caught it'))", b""),
    "stack": ("console.log(new Error('here').stack)", b""),
    "stack limit": ("function f(n) { return f(n + 1) }\nf(0)", b""),
    "deep recursion": ("function f(n) { return n ? 1 + f(n - 1) : 0 }\nconsole.log(f(10000))", b""),
    "exit": ("process.on('exit', c => console.log('code', c)); process.exitCode = 3", b""),
    "exit now": ("console.log('x'); process.exit(4); console.log('y')", b""),
    "before exit": (
        "let n = 0; process.on('beforeExit', () => { if (!n++) setTimeout(() => console.log('more'), 1) })",
        b"",
    ),
    "signals": ("process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 5000)", b""),
    "handled signal": (
        "process.on('SIGUSR2', s => { console.log(s); clearTimeout(t) }); const t = setTimeout(() => {}, 5000);"
        "process.kill(process.pid, 'SIGUSR2')",
        b"",
    ),
    "abort": ("process.abort()", b""),
    "read by stream": (
        "let t = ''; process.stdin.on('data', d => t += d).on('end', () => console.log(t.length, t.slice(0, 5)))",
        b"line\n" * 30000,
    ),
    "read by lines": (
        "require('readline').createInterface({input: process.stdin}).on('line', l => console.log(l.length))"
        ".on('close', () => console.log('end'))",
        b"a\nbb\n\xc3\xa4",
    ),
    "read by await": ("(async () => { for await (const c of process.stdin) console.log(c.toString()) })()", b"abc"),
    "read bytes": ("console.log(require('fs').readFileSync('/dev/stdin'))", bytes(range(256))),
    "end of file": ("console.log(require('fs').readFileSync(0).length)", b""),
    "order of tasks": (
        "setTimeout(() => console.log('timeout')); setImmediate(() => console.log('immediate'));"
        "process.nextTick(() => console.log('tick')); queueMicrotask(() => console.log('micro')); console.log('now')",
        b"",
    ),
    "console": ("console.error('e'); console.table([{a: 1}]); console.group('g'); console.info('%d %s', 1, 'x')", b""),
    "streams": ("console.log(process.stdout.isTTY, process.stderr.fd, process.stdin.fd, process.stdout.writable)", b""),
    "large output": ("console.log('x'.repeat(300000))", b""),
    "written in pieces": ("for (let i = 0; i < 1000; i++) process.stdout.write('line ' + i + '\\n')", b""),
    "clock": (
        "const p = performance.now(), o = Date.now() - performance.timeOrigin, h = process.hrtime()[0] > 0;"
        "console.log(p > 0 && p < 5000, o >= 0 && o < 5000, h, process.uptime() < 5, new Date(0).toString())",
        b"",
    ),
    "performance": ("console.log(performance.nodeTiming.name, performance.getEntries().length)", b""),
    "time zone and language": (
        "console.log(Intl.DateTimeFormat().resolvedOptions(), (1234.5).toLocaleString(), 'ä'.localeCompare('b'))",
        b"",
    ),
    "text": (
        "console.log('äöü€😀'.normalize('NFD').length, [...'😀'].length, /\\p{L}/u.test('é'), Buffer.from('ä'))",
        b"",
    ),
    "worker": (
        "const {Worker, isMainThread, parentPort} = require('worker_threads');"
        "if (isMainThread) new Worker(__filename).on('message', m => console.log('got', m)).on('exit', c => console.log(c));"
        "else parentPort.postMessage(6 * 7)",
        b"",
    ),
    "child process": (
        "console.log(require('child_process').execFileSync(process.execPath, ['-p', '6 * 7']).toString())",
        b"",
    ),
    "forked child": (
        "if (process.send) process.send('hello'); else require('child_process').fork(__filename).on('message', console.log)",
        b"",
    ),
    "big libraries": (
        "for (const m of require('module').builtinModules) if (!/^_|inspector|wasi|trace_events|test|sys|punycode/.test(m)) require(m);"
        "console.log(require('crypto').createHash('sha256').update('').digest('hex'), require('zlib').gzipSync('a').length)",
        b"",
    ),
    "web": (
        "console.log(new URL('http://a/b?c=d').searchParams.get('c'), structuredClone({a: [1n]}), typeof fetch,"
        " new TextEncoder().encode('ä'), atob('YQ=='), new AbortController().signal.aborted)",
        b"",
    ),
    "events": (
        "const e = new (require('events'))(); e.on('a', console.log); e.emit('a', 1); e.emit('error', new Error('x'))",
        b"",
    ),
    "async context": (
        "const {AsyncLocalStorage} = require('async_hooks'); const s = new AsyncLocalStorage();"
        "s.run(5, () => setTimeout(() => console.log(s.getStore()), 1))",
        b"",
    ),
    "vm": ("const vm = require('vm'); console.log(vm.runInNewContext('a + Array.length', {a: 1}), eval('2 + 3'))", b""),
    "memory": (
        "console.log(require('v8').getHeapStatistics().heap_size_limit >> 20, process.memoryUsage().rss > 1e7)",
        b"",
    ),
    "web assembly": ("console.log(WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])))", b""),
    "weak": (
        "new FinalizationRegistry(() => {}).register({}, 1); console.log(new WeakRef(globalThis).deref() === globalThis)",
        b"",
    ),
    "prepared stack": ("Error.prepareStackTrace = (e, s) => s.length; console.log(typeof new Error('x').stack)", b""),
    "warning": ("process.emitWarning('careful', 'OwnWarning'); new Buffer(1)", b""),
    "identity": (
        "console.log(process.getuid() > 9999, process.getgroups().length, process.umask(), process.ppid)",
        b"",
    ),
    "strict": ("'use strict'; try { undeclared = 1 } catch (e) { console.log(e.message) }", b""),
    "source of functions": ("console.log((x => x + 1).toString(), Array.prototype.map.toString())", b""),
}
