// Counts and prints. A test is a name and a list of what is wrong; an empty list passes.
const SHOWN_PER_SUITE = process.env.STAGEGRAPH_BROWSER_VERBOSE ? Infinity : 25;

export class Report {
    passed = 0;
    failed = 0;

    suite(name) {
        this.finishSuite();
        this.current = { name, passed: 0, failed: 0, started: Date.now() };
    }

    check(name, problems) {
        const suite = this.current;
        if (problems.length === 0) {
            suite.passed++;
            this.passed++;
            return;
        }
        suite.failed++;
        this.failed++;
        if (suite.failed <= SHOWN_PER_SUITE) {
            console.log(`FAIL ${suite.name}: ${name}`);
            for (const problem of problems.slice(0, 4)) console.log(`    ${problem}`);
            if (problems.length > 4) console.log(`    and ${problems.length - 4} more`);
        }
    }

    finishSuite() {
        const suite = this.current;
        if (!suite) return;
        if (suite.failed > SHOWN_PER_SUITE) console.log(`    (${suite.failed - SHOWN_PER_SUITE} more failures of ${suite.name})`);
        const seconds = ((Date.now() - suite.started) / 1000).toFixed(1);
        console.log(`${suite.name}: ${suite.passed} passed, ${suite.failed} failed (${seconds} s)`);
        this.current = null;
    }

    // A suite that ends without a single check has not tested anything.
    async run(name, body) {
        this.suite(name);
        const before = this.passed + this.failed;
        try {
            await body();
        } catch (error) {
            this.check('could not run', [String(error.stack || error)]);
        }
        if (this.passed + this.failed === before) this.check('could not run', ['no test in this suite']);
        this.finishSuite();
    }
}

// Whatever differs between two lists, as one line of text each; [] if they are equal.
export function differences(what, got, want) {
    const a = JSON.stringify(got);
    const b = JSON.stringify(want);
    return a === b ? [] : [`${what}: got ${shorten(a)}`, `${what}: want ${shorten(b)}`];
}

export const shorten = (text, length = 400) => (text.length > length ? `${text.slice(0, length)}… (${text.length})` : text);
