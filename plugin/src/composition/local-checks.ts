import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { checksOf, type DoctorCheck } from '@kubectl-autoscale/core/advisor';

import { ConfigurationError } from '../command/configuration-error.ts';
import { nearestConfig } from './nearest-config.ts';
import { runProgram } from './run-program.ts';

/** This program, kubectl, and how the one finds the other. */
export async function checkProgram(version: string, env: NodeJS.ProcessEnv): Promise<readonly DoctorCheck[]> {
  const check = checksOf('program');
  const kubectl = env.KUBECTL_PATH ?? findOnPath('kubectl', env);
  const own = findOnPath('kubectl-autoscaler', env);
  const completion = findOnPath('kubectl_complete-autoscaler', env);
  const shadowing = findOnPath('kubectl-autoscale', env);
  return [
    check(
      'kubectl-autoscale',
      'ok',
      `${version} on Node ${process.versions.node} (${process.platform} ${process.arch})`,
    ),
    kubectl === undefined
      ? check(
          'kubectl',
          'warning',
          'is not on the PATH: run this program as kubectl-autoscale',
          'install kubectl to run it as kubectl autoscaler',
        )
      : await kubectlCheck(kubectl),
    own === undefined
      ? check(
          'kubectl autoscaler',
          'warning',
          'kubectl does not find this program: kubectl-autoscaler is not on the PATH',
          'put the folder of its executables on the PATH, or link kubectl-autoscaler into a folder that is',
        )
      : check('kubectl autoscaler', 'ok', own),
    ...(own === undefined || completion !== undefined
      ? []
      : [
          check(
            'completion',
            'warning',
            'kubectl does not complete it: kubectl_complete-autoscaler is not on the PATH',
            'link kubectl_complete-autoscaler beside kubectl-autoscaler',
          ),
        ]),
    ...(shadowing === undefined
      ? []
      : [
          check(
            'kubectl plugin list',
            'ok',
            `${shadowing} carries the name of a built-in command: kubectl plugin list warns of it and ends with 1, nothing else is wrong`,
          ),
        ]),
  ];
}

async function kubectlCheck(path: string): Promise<DoctorCheck> {
  const check = checksOf('program');
  try {
    const { clientVersion } = JSON.parse(await runProgram(path, ['version', '--client', '-o', 'json'])) as {
      clientVersion?: { gitVersion?: string };
    };
    return check('kubectl', 'ok', `${clientVersion?.gitVersion ?? 'of an unknown version'} (${path})`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return check('kubectl', 'warning', `${path} does not run: ${message}`);
  }
}

function findOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The configuration file that holds here. */
export async function checkConfiguration(named: string | undefined): Promise<readonly DoctorCheck[]> {
  const check = checksOf('configuration');
  try {
    const config = await nearestConfig(named);
    return [check('file', 'ok', config === undefined ? 'none: defaults hold' : config.path)];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map((problem) =>
      check('file', 'problem', problem, 'docs/lint.md has all settings'),
    );
  }
}
