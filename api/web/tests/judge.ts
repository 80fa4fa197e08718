// Judges plans for tests/api/web/test_checks.py: a list of them in a file, what is wrong with each on output.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { checkPlan } from '../src/plan/check.ts';
import type { Plan } from '../src/plan/types.ts';

const plans: readonly Plan[] = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
process.stdout.write(JSON.stringify(plans.map((plan) => checkPlan(plan).at(0) ?? {})));
