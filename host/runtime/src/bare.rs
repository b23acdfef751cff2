//! The baseline of the benchmarks: the same component under the same engine, with nothing of ours around it.
