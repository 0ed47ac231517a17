import { readFileSync } from 'node:fs';

const BIN = 'kubectl autoscaler';

/** The reference of all commands, as a Markdown page, from oclif's manifest. Needs `npm run build`. */
export function cliReference(root) {
  const { commands } = JSON.parse(readFileSync(`${root}plugin/oclif.manifest.json`, 'utf8'));
  const shown = Object.values(commands)
    .filter(({ hidden }) => !hidden)
    .map((command) => ({ ...command, name: command.id.replaceAll(':', ' ') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const shared = sharedFlags(shown);
  return [
    '# Commands',
    'Made from the commands themselves. Each shows the same with `--help`. Exit codes: [README](../README.md#exit-codes).',
    table(
      ['command', 'does'],
      shown.map(({ name, summary }) => [`[\`${name}\`](#${name.replaceAll(' ', '-')})`, summary]),
    ),
    ...shown.map((command) => section(command, shared)),
    '## Flags of many commands',
    table(['flag', 'means'], [...shared.values()].map(flagRow)),
    '',
  ].join('\n\n');
}

/** Flags that mean the same in five commands or more. */
function sharedFlags(commands) {
  const seen = new Map();
  for (const flag of commands.flatMap(({ flags }) => Object.values(flags))) {
    const key = `${flag.name}\n${flag.summary}`;
    seen.set(key, [...(seen.get(key) ?? []), flag]);
  }
  return new Map(
    [...seen]
      .filter(([, flags]) => flags.length >= 5)
      .map(([key, [flag]]) => [key, { ...flag, default: undefined }]),
  );
}

function section({ name, summary, description, args, flags, examples }, shared) {
  const own = Object.values(flags).filter((flag) => !shared.has(`${flag.name}\n${flag.summary}`));
  const others = Object.values(flags).filter((flag) => shared.has(`${flag.name}\n${flag.summary}`));
  const words = Object.values(args).map((arg) =>
    arg.required ? arg.name.toUpperCase() : `[${arg.name.toUpperCase()}]`,
  );
  return [
    `## ${name}`,
    summary,
    description,
    fenced([`${BIN} ${[name, ...words].join(' ')} [flags]`]),
    examples?.length ? fenced(examples.flatMap(exampleLines)) : undefined,
    Object.values(args).length
      ? table(
          ['argument', 'means'],
          Object.values(args).map((arg) => [`\`${arg.name.toUpperCase()}\``, cell(arg.description)]),
        )
      : undefined,
    own.length ? table(['flag', 'means'], own.map(flagRow)) : undefined,
    others.length
      ? `Also: ${others.map((flag) => `\`--${flag.name}\``).join(', ')} ([below](#flags-of-many-commands)).`
      : undefined,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n');
}

function exampleLines(example) {
  if (typeof example === 'string') return [command(example)];
  return [`# ${example.description}`, command(example.command)];
}

function command(text) {
  return text
    .replaceAll(/<%= config\.bin %>/g, BIN)
    .replaceAll(/<%= command\.id %>/g, '')
    .trim();
}

function fenced(lines) {
  return ['```sh', ...lines, '```'].join('\n');
}

function flagRow({
  name,
  char,
  type,
  allowNo,
  helpValue,
  options,
  summary,
  description,
  default: preset,
  required,
  multiple,
}) {
  const value = type === 'boolean' ? '' : ` ${helpValue ?? (options ? options.join('|') : 'VALUE')}`;
  const spelled = `${char ? `-${char}, ` : ''}--${allowNo ? '[no-]' : ''}${name}${value}`;
  const remarks = [
    required ? 'required' : undefined,
    multiple ? 'may be repeated' : undefined,
    preset === undefined || typeof preset === 'object' || preset === false
      ? undefined
      : `default \`${preset}\``,
  ].filter((remark) => remark !== undefined);
  return [
    `\`${spelled.replaceAll('|', '\\|')}\``,
    cell([summary ?? description, remarks.length ? `(${remarks.join(', ')})` : ''].join(' ')),
  ];
}

function cell(text = '') {
  return text.trim().replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;');
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
