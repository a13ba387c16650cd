// What must happen before any library is initialized: OpenBLAS maps a buffer in its constructor, and where the system refuses
// (`ulimit -v`) it asks again for ever, so that the process would spin before `main`. Functions in an executable's
// .preinit_array are called before the constructors of all its libraries.

#include "startup.h"

#include "levels.h"

#if defined(__linux__)

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <malloc.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/// Whether the system has that many more bytes of addresses for this process.
static int has_addresses(size_t bytes) {
  void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (start == MAP_FAILED) return 0;
  munmap(start, bytes);
  return 1;
}

/// How many more addresses the system has for this process, up to 256 MiB.
static size_t addresses_left(void) {
  size_t left = 0;
  for (size_t step = 128UL << 20; step >= 4096; step >>= 1) {
    if (has_addresses(left + step)) left += step;
  }
  return left;
}

/// The cores that the process may run on, put aside while OpenBLAS is loaded.
static cpu_set_t cores;
/// Volatile, since the compiler takes constructors for the first that run, and would do away with the one that reads it.
static volatile int are_cores_kept;

/// Lets OpenBLAS see one core: for each other one it would start a thread with a buffer and a stack of its own. The program has
/// threads of its own and never uses those.
static void show_one_core(void) {
  if (sched_getaffinity(0, sizeof cores, &cores) != 0 || CPU_COUNT(&cores) < 2) return;
  cpu_set_t one;
  CPU_ZERO(&one);
  for (int core = 0; core < CPU_SETSIZE && CPU_COUNT(&one) == 0; core++) {
    if (CPU_ISSET(core, &cores)) CPU_SET(core, &one);
  }
  are_cores_kept = sched_setaffinity(0, sizeof one, &one) == 0;
}

/// Called after the constructors of all libraries.
__attribute__((constructor)) static void show_all_cores(void) {
  if (are_cores_kept) sched_setaffinity(0, sizeof cores, &cores);
  are_cores_kept = 0;
}

/// Ends the process with a message where a limit of addresses leaves no room for OpenBLAS.
static void check_addresses(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
  // A heap for each thread would take 64 MiB of addresses each time.
  mallopt(M_ARENA_MAX, 1);
  show_one_core();
  // With what other libraries map at their start.
  const size_t wanted = FLAN_TRAIN_BLAS_BUFFER_BYTES + (16UL << 20);
  if (has_addresses(wanted)) return;
  const unsigned long least = (limit.rlim_cur + wanted - addresses_left()) >> 10;
  char text[512];
  int count = snprintf(
      text, sizeof text,
      "error: a limit of %lu kB of addresses (ulimit -v) leaves no room for the %lu kB that OpenBLAS takes when it is loaded\n"
      "  Raise it to %lu kB at least, and more for a run; or lift it: ulimit -v unlimited.\n",
      (unsigned long)(limit.rlim_cur >> 10), (unsigned long)(FLAN_TRAIN_BLAS_BUFFER_BYTES >> 10),
      (least / 1000 + 1) * 1000);
  if (count > 0) (void)!write(STDERR_FILENO, text, (size_t)count);
  _exit(1);
}

#ifdef FLAN_TRAIN_LEVEL
/// Ends the process with a message, instead of at an unknown instruction later, where the program is built for a higher level than
/// the processor has.
static void check_processor(void) {
  const int level = flan_train_level();
  if (level >= FLAN_TRAIN_LEVEL) return;
  char text[256];
  int count = snprintf(
      text, sizeof text,
      "error: this build of flan-train is for processors of level %s; this one has %s\n"
      "  Call the 'flan-train' in 'bin', which takes the build that suits the processor.\n",
      flan_train_level_names[FLAN_TRAIN_LEVEL], flan_train_level_names[level]);
  if (count > 0) (void)!write(STDERR_FILENO, text, (size_t)count);
  _exit(1);
}
#else
static void check_processor(void) {}
#endif

static void check_machine(void) {
  check_processor();
  check_addresses();
}

__attribute__((section(".preinit_array"), used)) static void (*const first)(void) = check_machine;

#endif

int FLAN_TRAIN_processorLevel(void) { return flan_train_level(); }
