#ifndef FLAN_TRAIN_CSTARTUP_H
#define FLAN_TRAIN_CSTARTUP_H

/// Bytes of addresses that OpenBLAS maps for one buffer (BUFFER_SIZE of 0.3.21 on x86-64, the largest of all its targets): one
/// when it is loaded, and one for each thread that multiplies at the same time as others. It fills but a part of them with memory.
#define FLAN_TRAIN_BLAS_BUFFER_BYTES (32L << 22)

/// The highest level of the x86-64 architecture (its psABI) that the processor and the system allow, 1 to 4; 0 elsewhere.
int FLAN_TRAIN_processorLevel(void);

#endif
