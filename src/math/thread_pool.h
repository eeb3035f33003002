// A few threads that wait to share one piece of work: spin briefly, then sleep. Handed to whoever multiplies matrices;
// no pool (nullptr) means one thread. Work is cut by index, so results never depend on how many threads there are.
//
// Where another program takes a thread's processor, the pool is crowded for a while: see thread_pool.cpp.
#pragma once

#include <functional>
#include <memory>
#include <vector>

namespace hourglass {

class ThreadPool {
 public:
  /// `threads` counts the caller: 1 starts none. Values below 1 are taken as 1. From 2 on one more is started, which
  /// sleeps until the pool is crowded.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /// How many share the work, the caller counted; in a crowded pool one more than was asked for.
  int threads() const;
  /// How many there are: use() can ask for as many.
  int most() const;
  /// A thread was stopped in the midst of a part not long ago.
  bool crowded() const;
  /// From the next run on so many share the work, 1 to most(); the others sleep. Not while a run is under way.
  void use(int threads);

  /// Calls task(part) once for each part in 0..parts-1, on any thread, and returns when all are done. Not reentrant.
  void run(int parts, const std::function<void(int part)>& task);

  /// Seconds of each part of a run.
  using PartTimes = std::vector<double>;
  /// From now on the caller does all parts himself, one after the other, and adds to `runs` what each run with several
  /// cost; nullptr ends that. What a machine with other processors would make of the same runs is reckoned from it
  /// (bench/cores.mjs).
  void trace(std::vector<PartTimes>* runs);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hourglass
