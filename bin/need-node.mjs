// Runs before every command: better-sqlite3 crashes the process on an older Node instead of throwing,
// and TypeScript files cannot be read by it at all. A clear sentence is better than either.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 15)) {
  console.error(
    `Restow needs Node.js 24.15 or newer; this is ${process.version}.\n` +
      (process.platform === 'darwin'
        ? 'On a Mac, install Node.js 24 (it does not come with the project there) and run the same command again.'
        : "Run it as 'npm start' or 'npm test' after 'npm ci' (which brings Node.js 24 along), or install Node.js 24."),
  );
  process.exit(1);
}
