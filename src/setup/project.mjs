// @ts-check
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** @param {string[]} parts */
export const inProject = (...parts) => join(root, ...parts)

/**
 * The file to run with Node for a command that a package brings along.
 *
 * @param {string} packageName
 * @param {string} file inside the package
 */
export const packageFile = (packageName, file) => inProject('node_modules', packageName, file)

/** @typedef {(line: string) => void} Say tells the person what happens */

/** @type {Say} for the commands a person watches */
export const sayAloud = (line) => void process.stdout.write(`${line}\n`)

/** @type {Say} for the commands whose standard output is a result */
export const sayAside = (line) => void process.stderr.write(`${line}\n`)
