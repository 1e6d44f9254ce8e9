/**
 * What stood in the way of a file or folder, as the beginning of a sentence: a right that is missing, a
 * disk that is full or for reading only, a file where a folder is to be. Null where the error is another.
 */
export function obstacleIn(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  // Errors of files say which; those of the network have the same codes and no path.
  if ('code' in error && 'path' in error && typeof error.path === 'string') {
    const code = String(error.code)
    const isMade = 'syscall' in error && error.syscall === 'mkdir'
    if (code === 'ENOTDIR' || (code === 'EEXIST' && isMade)) {
      return `${error.path} cannot be made or read, since a file is where a folder is to be`
    }
    if (['EACCES', 'EPERM', 'EROFS', 'EISDIR', 'ENOSPC'].includes(code)) {
      return `${error.path} cannot be read or written (${code})`
    }
  }
  return 'cause' in error ? obstacleIn(error.cause) : null
}
