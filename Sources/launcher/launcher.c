// The `flan-train` of an installation on Linux: becomes the build for the highest level of processor that the machine has, of
// those that are there. They lie beside it:
//
//   bin/flan-train                         this
//   libexec/flan-train/LEVEL/flan-train    the program, for x86-64-v2, -v3, -v4, or for armv8-a
//
// Any of them may also be called by its own path, which is how another than the best is taken.

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "../CStartup/levels.h"

enum { exit_failure = 1, lowest_built = 2 };

/// Removes the last name of a path.
static int drop_name(char *path) {
  char *slash = strrchr(path, '/');
  if (!slash) return 0;
  *slash = '\0';
  return 1;
}

/// The folder that holds `bin`, found by this program's own file, links followed: as the system has it, or, where there is no
/// /proc, as it was called.
static int find_prefix(char prefix[PATH_MAX]) {
  if (!realpath("/proc/self/exe", prefix)) {
    const char *name = (const char *)getauxval(AT_EXECFN);
    if (!name || !realpath(name, prefix)) return 0;
  }
  return drop_name(prefix) && drop_name(prefix);
}

/// The path of the build for a level.
/// - Returns: 0 where it would be too long.
static int build_path(char path[PATH_MAX], const char *prefix, int level) {
  int count = snprintf(path, PATH_MAX, "%s/libexec/flan-train/%s/flan-train", prefix, flan_train_level_names[level]);
  return count > 0 && count < PATH_MAX;
}

int main(int argc, char **argv) {
  (void)argc;
  char prefix[PATH_MAX], path[PATH_MAX];
  if (!find_prefix(prefix)) {
    fprintf(stderr, "error: flan-train cannot find its own folder: %s\n", strerror(errno));
    return exit_failure;
  }
  const int highest = flan_train_level(), lowest = highest == 0 ? 0 : lowest_built;
  for (int level = highest; level >= lowest; level--) {
    if (!build_path(path, prefix, level)) continue;
    execv(path, argv);
    if (errno != ENOENT) {
      fprintf(stderr, "error: '%s' cannot be started: %s\n", path, strerror(errno));
      return exit_failure;
    }
    // ENOENT also says that a build is there, and what loads its libraries is not.
    if (access(path, F_OK) == 0) {
      fprintf(stderr, "error: '%s' cannot be started: the system's loader of libraries is not there\n", path);
      return exit_failure;
    }
  }
  fprintf(
      stderr,
      "error: no build of flan-train for this processor, which is of level %s, is in '%s/libexec/flan-train'\n"
      "  Install one for this level or a lower one: make install LEVELS=x86-64-v2\n",
      flan_train_level_names[highest], prefix);
  return exit_failure;
}
