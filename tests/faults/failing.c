/* A disk that fails: loaded before the C library (LD_PRELOAD), for files below FAIL_UNDER only.
 *
 * FAIL_OPS     which calls fail: letters of o(pen to write) r(ead) w(rite) s(ync) t(runcate) n(ame: rename, mkdir, unlink)
 * FAIL_AFTER   how many of these still succeed
 * FAIL_FOR     how many fail then, before the disk is well again; without it all
 * FAIL_ERRNO   what they fail with (5, EIO)
 * FAIL_SLOW_US how long each of these calls lasts in any case
 * FAIL_FAT     as a FAT disk: no permission bits, names with * : < > ? | " or a dot or blank at their end refused
 * FAIL_COUNT   a file into which the number of such calls is written at the end
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(type, name, args)                                     \
    static type(*real_##name) args;                                \
    if (!real_##name) real_##name = dlsym(RTLD_NEXT, #name)
#define MOST 65536

static char ours[MOST];
static long seen;

static long number(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text && *text ? atol(text) : otherwise;
}

static int below(const char *path) {
    const char *under = getenv("FAIL_UNDER");
    char whole[PATH_MAX];
    if (!under || !path) return 0;
    if (path[0] != '/') {
        if (!getcwd(whole, sizeof whole / 2)) return 0;
        strncat(whole, "/", 2);
        strncat(whole, path, sizeof whole / 2);
        path = whole;
    }
    return strncmp(path, under, strlen(under)) == 0;
}

static int fails(char op) {
    const char *ops = getenv("FAIL_OPS");
    if (!ops || !strchr(ops, op)) return 0;
    long slow = number("FAIL_SLOW_US", 0);
    if (slow) usleep(slow);
    long place = __sync_fetch_and_add(&seen, 1), after = number("FAIL_AFTER", -1);
    if (after < 0 || place < after || place >= after + number("FAIL_FOR", LONG_MAX / 2)) return 0;
    errno = (int)number("FAIL_ERRNO", EIO);
    return 1;
}

static int known(int fd) { return fd >= 0 && fd < MOST && ours[fd]; }

static int refused(const char *path) {
    if (!getenv("FAIL_FAT")) return 0;
    const char *name = strrchr(path, '/');
    name = name ? name + 1 : path;
    size_t length = strlen(name);
    if (strpbrk(name, "*:<>?|\"\\") || (length && (name[length - 1] == '.' || name[length - 1] == ' '))) {
        errno = EINVAL;
        return 1;
    }
    return 0;
}

static int opened(int fd, int is_ours) {
    if (fd >= 0 && fd < MOST) ours[fd] = (char)is_ours;
    return fd;
}

#define OPENING(name, args)                                                \
    va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
    REAL(int, name, args);                                                          \
    int is_ours = below(path);                                                      \
    if (is_ours && (flags & (O_WRONLY | O_RDWR | O_CREAT)) && (refused(path) || fails('o'))) return -1;

int open(const char *path, int flags, ...) {
    OPENING(open, (const char *, int, ...))
    return opened(real_open(path, flags, mode), is_ours);
}
int open64(const char *path, int flags, ...) {
    OPENING(open64, (const char *, int, ...))
    return opened(real_open64(path, flags, mode), is_ours);
}
int openat(int dir, const char *path, int flags, ...) {
    OPENING(openat, (int, const char *, int, ...))
    return opened(real_openat(dir, path, flags, mode), is_ours);
}
int openat64(int dir, const char *path, int flags, ...) {
    OPENING(openat64, (int, const char *, int, ...))
    return opened(real_openat64(dir, path, flags, mode), is_ours);
}
ssize_t read(int fd, void *to, size_t count) {
    REAL(ssize_t, read, (int, void *, size_t));
    return known(fd) && fails('r') ? -1 : real_read(fd, to, count);
}
ssize_t pread64(int fd, void *to, size_t count, off64_t at) {
    REAL(ssize_t, pread64, (int, void *, size_t, off64_t));
    return known(fd) && fails('r') ? -1 : real_pread64(fd, to, count, at);
}
ssize_t write(int fd, const void *from, size_t count) {
    REAL(ssize_t, write, (int, const void *, size_t));
    return known(fd) && fails('w') ? -1 : real_write(fd, from, count);
}
ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
    REAL(ssize_t, pwrite64, (int, const void *, size_t, off64_t));
    return known(fd) && fails('w') ? -1 : real_pwrite64(fd, from, count, at);
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t count) {
    REAL(ssize_t, sendfile64, (int, int, off64_t *, size_t));
    if ((known(to) && fails('w')) || (known(from) && fails('r'))) return -1;
    return real_sendfile64(to, from, at, count);
}
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t count, unsigned flags) {
    REAL(ssize_t, copy_file_range, (int, off64_t *, int, off64_t *, size_t, unsigned));
    if ((known(to) && fails('w')) || (known(from) && fails('r'))) return -1;
    return real_copy_file_range(from, a, to, b, count, flags);
}
int fsync(int fd) {
    REAL(int, fsync, (int));
    return known(fd) && fails('s') ? -1 : real_fsync(fd);
}
int fdatasync(int fd) {
    REAL(int, fdatasync, (int));
    return known(fd) && fails('s') ? -1 : real_fdatasync(fd);
}
int ftruncate64(int fd, off64_t size) {
    REAL(int, ftruncate64, (int, off64_t));
    return known(fd) && fails('t') ? -1 : real_ftruncate64(fd, size);
}
int rename(const char *from, const char *to) {
    REAL(int, rename, (const char *, const char *));
    return below(to) && (refused(to) || fails('n')) ? -1 : real_rename(from, to);
}
int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, (const char *, mode_t));
    return below(path) && (refused(path) || fails('n')) ? -1 : real_mkdir(path, mode);
}
int unlink(const char *path) {
    REAL(int, unlink, (const char *));
    return below(path) && fails('n') ? -1 : real_unlink(path);
}
int rmdir(const char *path) {
    REAL(int, rmdir, (const char *));
    return below(path) && fails('n') ? -1 : real_rmdir(path);
}
int chmod(const char *path, mode_t mode) {
    REAL(int, chmod, (const char *, mode_t));
    if (below(path) && getenv("FAIL_FAT")) { errno = EPERM; return -1; }
    return real_chmod(path, mode);
}
int fchmod(int fd, mode_t mode) {
    REAL(int, fchmod, (int, mode_t));
    if (known(fd) && getenv("FAIL_FAT")) { errno = EPERM; return -1; }
    return real_fchmod(fd, mode);
}
__attribute__((destructor)) static void tell(void) {
    const char *path = getenv("FAIL_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (file) { fprintf(file, "%ld\n", seen); fclose(file); }
}
