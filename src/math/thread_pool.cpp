#include "math/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace hourglass {
namespace {

/// Long enough to bridge the gap between two products of one training step, short enough that an idle pool is idle.
constexpr auto kSpin = std::chrono::microseconds(200);

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/// How often a spinning thread asks for work before it asks for the time: some tens of microseconds where no pause is
/// known, for a browser gives the time as an object, which its collector of garbage has to take away. By 64 polls these
/// were seven megabytes a second of two threads that spun now and then.
#if defined(__wasm__)
constexpr int kPollsPerLook = 1 << 16;
#else
constexpr int kPollsPerLook = 64;
#endif

/// True as soon as `ready()`; false when it was not within the spinning time. Most waits are over before the first
/// look.
template <class Ready>
bool spin_until(const Ready& ready) {
  const auto polled = [&] {
    for (int i = 0; i < kPollsPerLook; ++i) {
      if (ready()) return true;
      relax();
    }
    return false;
  };
  if (polled()) return true;
  const auto end = std::chrono::steady_clock::now() + kSpin;
  do {
    if (polled()) return true;
  } while (std::chrono::steady_clock::now() < end);
  return false;
}

}  // namespace

using Task = std::function<void(int part)>;

/// A thread's share of a run, and what of it nobody has taken yet: in one word the run's number (high half), the first
/// part and the one behind the last (16 bits each). Whoever changes the word owns a part, and as the run cannot end
/// before that part is done, may then read the task. The thread itself takes from the front, others, once they have
/// done their own, from the back: in run after run a thread has the same parts and finds their data in its cache,
/// unless something else keeps it.
class alignas(64) PartShare {
 public:
  static constexpr int kMostParts = 0xffff;

  /// Only while no run is under way.
  void give(std::uint32_t run, int first, int last, const Task& task) {
    task_ = &task;
    word_ = static_cast<std::uint64_t>(run) << 32 | static_cast<std::uint64_t>(first) << 16 |
            static_cast<std::uint64_t>(last);
  }
  bool empty() const {
    const std::uint64_t seen = word_.load();
    return (seen >> 16 & 0xffff) == (seen & 0xffff);
  }
  /// Does a part of it; false: none is left.
  bool work(bool own) {
    std::uint64_t seen = word_.load();
    while (true) {
      const int first = static_cast<int>(seen >> 16 & 0xffff), last = static_cast<int>(seen & 0xffff);
      if (first == last) return false;
      if (!word_.compare_exchange_weak(seen, own ? seen + (1 << 16) : seen - 1)) continue;
      (*task_)(own ? first : last - 1);
      return true;
    }
  }

 private:
  std::atomic<std::uint64_t> word_{0};
  const Task* task_ = nullptr;
};

struct ThreadPool::Impl {
  explicit Impl(std::size_t threads) : shares(threads) {}

  std::vector<std::thread> workers;
  std::vector<PartShare> shares;  ///< the caller's, and each worker's
  std::uint32_t number = 0;       ///< of the last run
  alignas(64) std::atomic<int> unfinished{0};

  std::atomic<int> helpers{0};  ///< workers in use: those of a number below it
  std::vector<PartTimes>* traced = nullptr;
  int roused = 0;  ///< the fewest that were in use since the others were last told
  std::mutex mutex;
  std::condition_variable work_or_stop;
  std::condition_variable in_use_or_stop;
  std::condition_variable all_done;
  std::atomic<int> sleepers{0};
  std::atomic<bool> caller_sleeps{false};
  std::atomic<bool> stop{false};

  /// `thread`: 0 the caller, else a worker.
  void take_parts(std::size_t thread) {
    int done = 0;
    for (std::size_t distance = 0; distance < shares.size(); ++distance)
      while (shares[(thread + distance) % shares.size()].work(distance == 0)) ++done;
    if (done == 0 || unfinished.fetch_sub(done) != done || !caller_sleeps.load()) return;
    const std::lock_guard lock(mutex);
    all_done.notify_one();
  }

  void give_out(int parts, const Task& task) {
    unfinished = parts;
    ++number;
    const int threads = helpers.load() + 1;
    const auto first_of = [&](int thread) { return (parts * thread + threads - 1) / threads; };
    for (int i = threads - 1; i >= 0; --i)
      shares[static_cast<std::size_t>(i)].give(number, first_of(i), first_of(i + 1), task);
  }

  void serve(int worker) {
    const std::size_t thread = static_cast<std::size_t>(worker) + 1;
    const auto in_use = [this, worker] { return worker < helpers.load(); };
    const auto called = [&] { return !shares[thread].empty() || stop.load() || !in_use(); };
    while (!stop.load()) {
      if (!in_use()) {
        std::unique_lock lock(mutex);
        in_use_or_stop.wait(lock, [&] { return in_use() || stop.load(); });
        continue;
      }
      if (!spin_until(called)) {
        std::unique_lock lock(mutex);
        ++sleepers;
        work_or_stop.wait(lock, called);
        --sleepers;
      }
      if (in_use()) take_parts(thread);
    }
  }
};

ThreadPool::ThreadPool(int threads) : impl_(std::make_unique<Impl>(static_cast<std::size_t>(std::max(threads, 1)))) {
  const int others = std::max(threads, 1) - 1;
  impl_->helpers = impl_->roused = others;
  impl_->workers.reserve(static_cast<std::size_t>(others));
  for (int i = 0; i < others; ++i) impl_->workers.emplace_back([impl = impl_.get(), i] { impl->serve(i); });
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stop = true;
  }
  impl_->work_or_stop.notify_all();
  impl_->in_use_or_stop.notify_all();
  for (std::thread& worker : impl_->workers) worker.join();
}

int ThreadPool::threads() const { return impl_->helpers.load() + 1; }

int ThreadPool::most() const { return static_cast<int>(impl_->workers.size()) + 1; }

void ThreadPool::use(int threads) {
  // Nobody is woken for it: who is too many sees it when he looks for work, who is wanted again is told by the next
  // run.
  impl_->helpers = std::clamp(threads, 1, most()) - 1;
  impl_->roused = std::min(impl_->roused, impl_->helpers.load());
}

void ThreadPool::trace(std::vector<PartTimes>* runs) { impl_->traced = runs; }

void ThreadPool::run(int parts, const std::function<void(int part)>& task) {
  if (parts <= 1 || impl_->helpers.load() == 0) {
    for (int part = 0; part < parts; ++part) task(part);
    return;
  }
  if (impl_->traced) {
    PartTimes times;
    for (int part = 0; part < parts; ++part) {
      const auto begin = std::chrono::steady_clock::now();
      task(part);
      times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    return impl_->traced->push_back(std::move(times));
  }
  Impl& pool = *impl_;
  assert(parts <= PartShare::kMostParts);
  pool.give_out(parts, task);
  if (pool.sleepers.load() > 0) {
    { const std::lock_guard lock(pool.mutex); }
    pool.work_or_stop.notify_all();
  }
  if (const int helpers = pool.helpers.load(); pool.roused < helpers) {
    pool.roused = helpers;
    { const std::lock_guard lock(pool.mutex); }
    pool.in_use_or_stop.notify_all();
  }
  pool.take_parts(0);
  const auto done = [&pool] { return pool.unfinished.load() == 0; };
  if (!spin_until(done)) {
    std::unique_lock lock(pool.mutex);
    pool.caller_sleeps = true;
    pool.all_done.wait(lock, done);
    pool.caller_sleeps = false;
  }
}

}  // namespace hourglass
