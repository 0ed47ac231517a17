import highsModule from 'highs';

import type { LinearProgram, LinearSolution, LinearSolver } from '../../optimizer/index.ts';

type Load = typeof highsModule.default;
type Highs = Awaited<ReturnType<Load>>;

/** HiGHS in WebAssembly, single-threaded: it holds the thread until it is done or out of time. */
export async function openHighs(): Promise<LinearSolver> {
  // Its types describe the CommonJS file; Node loads the ES module, whose default export is the loader itself.
  const load = highsModule as unknown as Load;
  const highs = await load();
  return (program, { timeLimitMs }) => solve(highs, program, timeLimitMs);
}

function solve(highs: Highs, program: LinearProgram, timeLimitMs: number): LinearSolution | undefined {
  const { columns } = program;
  const hasWholeNumbers = columns.some(({ integer }) => integer === true);
  const model = highs.createModel(modelOf(highs, program, hasWholeNumbers));
  try {
    model.options.set({
      output_flag: false,
      time_limit: Math.max(timeLimitMs, 1) / 1000,
      random_seed: 1,
      presolve: 'off',
      simplex_strategy: 4,
    });
    model.run();
    const { optimal, timeLimit } = highs.constants.modelStatus;
    const status = model.getModelStatus();
    const hasSolution = model.info.get('primal_solution_status') === 2;
    if (!hasSolution || (status !== optimal && status !== timeLimit)) return undefined;
    const { colValue, rowDual } = model.getSolution();
    return {
      optimal: status === optimal,
      bound: hasWholeNumbers ? Number(model.info.get('mip_dual_bound')) : model.getObjectiveValue(),
      values: [...colValue],
      duals: hasWholeNumbers ? [] : [...rowDual],
    };
  } finally {
    model.dispose();
  }
}

function modelOf(
  { infinity, constants }: Highs,
  { columns, rows }: LinearProgram,
  hasWholeNumbers: boolean,
): Parameters<Highs['createModel']>[0] {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach(({ entries }, row) => (starts[row + 1] = (starts[row] ?? 0) + entries.length));
  const { continuous, integer } = constants.variableType;
  return {
    numCols: columns.length,
    numRows: rows.length,
    colCost: Float64Array.from(columns, ({ cost }) => cost),
    colLower: new Float64Array(columns.length),
    colUpper: Float64Array.from(columns, ({ upper }) => upper ?? infinity),
    rowLower: Float64Array.from(rows, ({ lower }) => lower ?? -infinity),
    rowUpper: Float64Array.from(rows, ({ upper }) => upper ?? infinity),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: columns.length,
      starts,
      indices: Int32Array.from(rows.flatMap(({ entries }) => entries.map(([column]) => column))),
      values: Float64Array.from(rows.flatMap(({ entries }) => entries.map(([, value]) => value))),
    },
    ...(hasWholeNumbers && {
      integrality: columns.map((column) => (column.integer === true ? integer : continuous)),
    }),
  };
}
