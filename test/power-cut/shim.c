/* Logs, in order, everything that reaches the files of one folder, so that the disk after a power cut can be rebuilt
 * for any moment: LD_PRELOAD this with POWER_CUT_FOLDER, POWER_CUT_LOG and POWER_CUT_ACK (a descriptor whose writes
 * are acknowledgements). unlink and rename are logged too: a stale journal left in an image would undo commits that
 * were durable. -shm is left out: it is memory that happens to have a name. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN = 1, WRITE, TRUNCATE, SYNC, UNLINK, RENAME, ACK };
struct record { uint32_t kind, file; uint64_t offset, length; };

#define FILES 64
#define DESCRIPTORS 4096
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char paths[FILES][1024];
static int files;
static int file_of[DESCRIPTORS]; /* number + 1, 0 where the descriptor is not of the folder */
static const char *folder;
static size_t folder_length;
static int log_fd = -1, ack_fd = -1;

static void set_up(void) {
  if (log_fd >= 0 || folder) return;
  folder = getenv("POWER_CUT_FOLDER");
  const char *log = getenv("POWER_CUT_LOG"), *ack = getenv("POWER_CUT_ACK");
  if (!folder || !log) { folder = NULL; return; }
  folder_length = strlen(folder);
  log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  ack_fd = ack ? atoi(ack) : -1;
}
__attribute__((constructor)) static void begin(void) { set_up(); }

static void put(uint32_t kind, uint32_t file, uint64_t offset, const void *data, uint64_t length) {
  struct record record = { kind, file, offset, length };
  struct iovec parts[2] = { { &record, sizeof record }, { (void *)data, data ? length : 0 } };
  if (syscall(SYS_writev, log_fd, parts, data && length ? 2 : 1) < 0) abort();
}

static int is_ours(const char *path) {
  set_up();
  if (log_fd < 0 || !path || strncmp(path, folder, folder_length) != 0 || path[folder_length] != '/') return 0;
  size_t length = strlen(path);
  return length < sizeof paths[0] && !(length > 4 && strcmp(path + length - 4, "-shm") == 0);
}
static int number_of(const char *path) {
  for (int i = 0; i < files; i++) if (strcmp(paths[i], path) == 0) return i;
  if (files == FILES) abort();
  strcpy(paths[files], path);
  return files++;
}
static int tracked(int fd) { return fd >= 0 && fd < DESCRIPTORS && file_of[fd] ? file_of[fd] - 1 : -1; }

static int opened(int fd, const char *path, int flags) {
  if (fd < 0 || fd >= DESCRIPTORS || !is_ours(path)) return fd;
  pthread_mutex_lock(&lock);
  int file = number_of(path);
  file_of[fd] = file + 1;
  put(OPEN, file, flags & O_TRUNC ? 1 : 0, path, strlen(path));
  pthread_mutex_unlock(&lock);
  return fd;
}

#define REAL(name, type, ...) static type (*real)(__VA_ARGS__); if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)
#define MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list args; va_start(args, flags); mode = va_arg(args, mode_t); va_end(args); }

int open(const char *path, int flags, ...) { REAL(open, int, const char *, int, ...); MODE(flags) return opened(real(path, flags, mode), path, flags); }
int open64(const char *path, int flags, ...) { REAL(open64, int, const char *, int, ...); MODE(flags) return opened(real(path, flags, mode), path, flags); }

int close(int fd) {
  REAL(close, int, int);
  if (fd >= 0 && fd < DESCRIPTORS) file_of[fd] = 0;
  return real(fd);
}

static ssize_t wrote(int fd, const void *data, ssize_t done, off_t offset) {
  int file = tracked(fd);
  if (file >= 0 && done > 0) {
    pthread_mutex_lock(&lock);
    put(WRITE, file, (uint64_t)offset, data, (uint64_t)done);
    pthread_mutex_unlock(&lock);
  }
  return done;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { REAL(pwrite, ssize_t, int, const void *, size_t, off_t); return wrote(fd, data, real(fd, data, length, offset), offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) { REAL(pwrite64, ssize_t, int, const void *, size_t, off_t); return wrote(fd, data, real(fd, data, length, offset), offset); }
ssize_t write(int fd, const void *data, size_t length) {
  REAL(write, ssize_t, int, const void *, size_t);
  if (log_fd >= 0 && fd == ack_fd) {
    /* Before the write: from here on somebody may know. */
    pthread_mutex_lock(&lock);
    put(ACK, 0, 0, data, length);
    pthread_mutex_unlock(&lock);
  }
  if (tracked(fd) < 0) return real(fd, data, length);
  off_t offset = lseek(fd, 0, SEEK_CUR);
  return wrote(fd, data, real(fd, data, length), offset);
}

static int truncated(int fd, int result, off_t length) {
  int file = tracked(fd);
  if (file >= 0 && result == 0) {
    pthread_mutex_lock(&lock);
    put(TRUNCATE, file, (uint64_t)length, NULL, 0);
    pthread_mutex_unlock(&lock);
  }
  return result;
}
int ftruncate(int fd, off_t length) { REAL(ftruncate, int, int, off_t); return truncated(fd, real(fd, length), length); }
int ftruncate64(int fd, off_t length) { REAL(ftruncate64, int, int, off_t); return truncated(fd, real(fd, length), length); }

static int synced(int fd, int result) {
  int file = tracked(fd);
  if (file >= 0 && result == 0) {
    pthread_mutex_lock(&lock);
    put(SYNC, file, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
  }
  return result;
}
int fsync(int fd) { REAL(fsync, int, int); return synced(fd, real(fd)); }
int fdatasync(int fd) { REAL(fdatasync, int, int); return synced(fd, real(fd)); }

int unlink(const char *path) {
  REAL(unlink, int, const char *);
  int result = real(path);
  if (result == 0 && is_ours(path)) {
    pthread_mutex_lock(&lock);
    put(UNLINK, number_of(path), 0, NULL, 0);
    pthread_mutex_unlock(&lock);
  }
  return result;
}
int rename(const char *from, const char *to) {
  REAL(rename, int, const char *, const char *);
  int result = real(from, to);
  if (result == 0 && is_ours(from) && is_ours(to)) {
    pthread_mutex_lock(&lock);
    put(RENAME, number_of(from), (uint64_t)number_of(to), to, strlen(to));
    pthread_mutex_unlock(&lock);
  }
  return result;
}
