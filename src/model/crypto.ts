/**
 * Node's crypto, loaded at its first use: that takes as long as all else in the check of a small file, which mostly needs
 * none of it. Source: measured with process.cpuUsage around require('node:crypto'), Node 20.
 */
export function crypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto');
}
