// A disk that loses what was not synced. Loaded with LD_PRELOAD before a program that writes below POWERLOSS_DIR: beside each file there it keeps, in
// POWERLOSS_SHADOW, what a disk would hold after a power cut. A write goes there with one chance in two at once, whole or torn at a sector, because a disk
// may write early and in any order; the rest follows when the file is synced. With POWERLOSS_NOSYNC set syncing does nothing, as if nobody asked for it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES 4096
#define SECTOR 512

struct range {
  off_t start, end;
};

// A file, however many descriptors it has: syncing one of them syncs what was written through all.
struct tracked {
  char *shadow;
  struct range *unsynced;
  size_t count, capacity;
  struct tracked *next;
};

static struct tracked *all;
static struct tracked *files[FILES];
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static unsigned int seed;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static int real_open(const char *path, int flags, mode_t mode) {
  int (*call)(const char *, int, ...) = real("open");
  return call(path, flags, mode);
}

static ssize_t real_pwrite(int fd, const void *bytes, size_t count, off_t at) {
  ssize_t (*call)(int, const void *, size_t, off_t) = real("pwrite64");
  return call(fd, bytes, count, at);
}

static int real_close(int fd) {
  int (*call)(int) = real("close");
  return call(fd);
}

static void track(int fd, const char *path) {
  const char *directory = getenv("POWERLOSS_DIR"), *shadow = getenv("POWERLOSS_SHADOW");
  if (fd < 0 || fd >= FILES || !directory || !shadow) return;
  size_t length = strlen(directory);
  // The index of the write-ahead log is memory, not data: it is made anew after a crash.
  if (strncmp(path, directory, length) != 0 || path[length] != '/' || strchr(path + length + 1, '/') || strstr(path, "-shm")) return;
  pthread_mutex_lock(&gate);
  if (!seed) seed = getenv("POWERLOSS_SEED") ? (unsigned)atoi(getenv("POWERLOSS_SEED")) | 1 : 1;
  char name[PATH_MAX];
  snprintf(name, sizeof name, "%s/%s", shadow, path + length + 1);
  struct tracked *file = all;
  while (file && strcmp(file->shadow, name) != 0) file = file->next;
  if (!file) {
    file = calloc(1, sizeof *file);
    file->shadow = strdup(name);
    file->next = all;
    all = file;
  }
  files[fd] = file;
  pthread_mutex_unlock(&gate);
}

// Copies a part of the file to the shadow.
static void persist(int fd, off_t start, off_t end) {
  int to = real_open(files[fd]->shadow, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (to < 0) return;
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  int from = real_open(path, O_RDONLY | O_CLOEXEC, 0);
  char buffer[65536];
  while (from >= 0 && start < end) {
    size_t want = (size_t)(end - start) < sizeof buffer ? (size_t)(end - start) : sizeof buffer;
    ssize_t got = pread(from, buffer, want, start);
    if (got <= 0) break;
    real_pwrite(to, buffer, (size_t)got, start);
    start += got;
  }
  if (from >= 0) real_close(from);
  real_close(to);
}

static void wrote(int fd, off_t at, ssize_t count) {
  if (fd < 0 || fd >= FILES || count <= 0 || !files[fd]) return;
  pthread_mutex_lock(&gate);
  struct tracked *file = files[fd];
  if (file->count == file->capacity) {
    file->capacity = file->capacity ? 2 * file->capacity : 64;
    file->unsynced = realloc(file->unsynced, file->capacity * sizeof *file->unsynced);
  }
  file->unsynced[file->count++] = (struct range){at, at + count};
  if (rand_r(&seed) % 2) {
    off_t end = at + count;
    if (rand_r(&seed) % 4 == 0) {
      off_t torn = (at / SECTOR + 1 + (off_t)(rand_r(&seed) % (unsigned)(count / SECTOR + 1))) * SECTOR;
      if (torn < end) end = torn;
    }
    persist(fd, at, end);
  }
  pthread_mutex_unlock(&gate);
}

static void synced(int fd) {
  if (fd < 0 || fd >= FILES || !files[fd] || getenv("POWERLOSS_NOSYNC")) return;
  pthread_mutex_lock(&gate);
  for (size_t i = 0; i < files[fd]->count; i++) persist(fd, files[fd]->unsynced[i].start, files[fd]->unsynced[i].end);
  files[fd]->count = 0;
  struct stat now;
  int to = real_open(files[fd]->shadow, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (to >= 0) {
    int (*truncate)(int, off_t) = real("ftruncate64");
    if (fstat(fd, &now) == 0) truncate(to, now.st_size);
    real_close(to);
  }
  pthread_mutex_unlock(&gate);
}

static mode_t mode_of(int flags, va_list arguments) { return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(arguments, int) : 0; }

#define OPEN(name)                                \
  int name(const char *path, int flags, ...) {    \
    va_list arguments;                            \
    va_start(arguments, flags);                   \
    mode_t mode = mode_of(flags, arguments);      \
    va_end(arguments);                            \
    int fd = real_open(path, flags, mode);        \
    track(fd, path);                              \
    return fd;                                    \
  }

OPEN(open)
OPEN(open64)

int close(int fd) {
  if (fd >= 0 && fd < FILES && files[fd]) {
    pthread_mutex_lock(&gate);
    files[fd] = NULL;
    pthread_mutex_unlock(&gate);
  }
  return real_close(fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t at) {
  ssize_t done = real_pwrite(fd, bytes, count, at);
  wrote(fd, at, done);
  return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return pwrite64(fd, bytes, count, at); }

ssize_t write(int fd, const void *bytes, size_t count) {
  ssize_t (*call)(int, const void *, size_t) = real("write");
  ssize_t done = call(fd, bytes, count);
  if (fd >= 0 && fd < FILES && files[fd] && done > 0) wrote(fd, lseek(fd, 0, SEEK_CUR) - done, done);
  return done;
}

// Taken as durable at once: whoever relies on a deletion syncs its folder, which is not followed here.
int unlink(const char *path) {
  int (*call)(const char *) = real("unlink");
  int result = call(path);
  const char *directory = getenv("POWERLOSS_DIR"), *shadow = getenv("POWERLOSS_SHADOW");
  size_t length = directory ? strlen(directory) : 0;
  if (result != 0 || !shadow || !length || strncmp(path, directory, length) != 0 || path[length] != '/') return result;
  char name[PATH_MAX];
  snprintf(name, sizeof name, "%s/%s", shadow, path + length + 1);
  pthread_mutex_lock(&gate);
  call(name);
  for (struct tracked *file = all; file; file = file->next) {
    if (strcmp(file->shadow, name) == 0) file->count = 0;
  }
  pthread_mutex_unlock(&gate);
  return result;
}

// Taken as durable at once, too: whoever relies on a name syncs its folder. What was not synced of the file stays so under the new name.
int rename(const char *from, const char *to) {
  int (*call)(const char *, const char *) = real("rename");
  int result = call(from, to);
  const char *directory = getenv("POWERLOSS_DIR"), *shadow = getenv("POWERLOSS_SHADOW");
  size_t length = directory ? strlen(directory) : 0;
  if (result != 0 || !shadow || !length || strncmp(from, directory, length) != 0 || from[length] != '/' || strncmp(to, directory, length) != 0 || to[length] != '/') return result;
  char before[PATH_MAX], after[PATH_MAX];
  snprintf(before, sizeof before, "%s/%s", shadow, from + length + 1);
  snprintf(after, sizeof after, "%s/%s", shadow, to + length + 1);
  pthread_mutex_lock(&gate);
  call(before, after);
  for (struct tracked *file = all; file; file = file->next) {
    if (strcmp(file->shadow, after) == 0) *file->shadow = 0;
  }
  for (struct tracked *file = all; file; file = file->next) {
    if (strcmp(file->shadow, before) == 0) file->shadow = strdup(after);
  }
  pthread_mutex_unlock(&gate);
  return result;
}

int fsync(int fd) {
  int (*call)(int) = real("fsync");
  int result = call(fd);
  if (result == 0) synced(fd);
  return result;
}

int fdatasync(int fd) {
  int (*call)(int) = real("fdatasync");
  int result = call(fd);
  if (result == 0) synced(fd);
  return result;
}
