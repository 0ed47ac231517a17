import { createServer, type Server } from 'node:net';

// Below the range from which Linux (32768-60999) and macOS and Windows (49152-65535) take the ports of outgoing
// connections and of listeners on port 0, so that none of those takes a port between our check and its use.
const lowestPort = 20_000;
const highestPort = 32_000;

/**
 * Finds `count` different TCP ports on which nothing listens on loopback. They are free when this returns and are not
 * reserved. Rejects when none is found after 100 attempts.
 */
export async function findFreePorts(count: number): Promise<readonly number[]> {
  const held: Server[] = [];
  const ports: number[] = [];
  try {
    for (let attempt = 0; ports.length < count; attempt += 1) {
      if (attempt > count * 100) {
        throw new Error(`no ${count} free ports between ${lowestPort} and ${highestPort}`);
      }
      const port = lowestPort + Math.floor(Math.random() * (highestPort - lowestPort));
      const server = await listen(port);
      if (!server) continue;
      held.push(server);
      ports.push(port);
    }
  } finally {
    await Promise.all(held.map(close));
  }
  return ports;
}

/** Finds one free TCP port on loopback. */
export async function findFreePort(): Promise<number> {
  const [port] = await findFreePorts(1);
  return port!;
}

/** Whether something accepts connections on this loopback port. */
export async function isPortInUse(port: number): Promise<boolean> {
  const server = await listen(port);
  if (server) await close(server);
  return server === undefined;
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
