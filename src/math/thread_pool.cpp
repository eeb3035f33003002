#include "math/thread_pool.h"

#include <algorithm>
#include <atomic>
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

/// True as soon as `ready()`; false when it was not within the spinning time.
template <class Ready>
bool spin_until(const Ready& ready) {
  const auto end = std::chrono::steady_clock::now() + kSpin;
  do {
    for (int i = 0; i < 64; ++i) {
      if (ready()) return true;
      relax();
    }
  } while (std::chrono::steady_clock::now() < end);
  return ready();
}

}  // namespace

/// One word, `ticket`, holds the run's number (high half) and how many of its parts nobody has taken yet (low half).
/// Whoever lowers it owns a part, and as the run cannot end before that part does, may then read task and parts.
struct ThreadPool::Impl {
  std::vector<std::thread> workers;
  std::atomic<std::uint64_t> ticket{0};
  std::atomic<int> unfinished{0};
  const std::function<void(int)>* task = nullptr;
  int parts = 0;

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

  bool has_work() const { return static_cast<std::uint32_t>(ticket.load()) != 0; }

  void take_parts() {
    std::uint64_t seen = ticket.load();
    while (static_cast<std::uint32_t>(seen) != 0) {
      if (!ticket.compare_exchange_weak(seen, seen - 1)) continue;
      (*task)(parts - static_cast<int>(static_cast<std::uint32_t>(seen)));
      if (unfinished.fetch_sub(1) == 1 && caller_sleeps.load()) {
        const std::lock_guard lock(mutex);
        all_done.notify_one();
      }
      seen = ticket.load();
    }
  }

  void serve(int number) {
    const auto in_use = [this, number] { return number < helpers.load(); };
    const auto called = [&] { return has_work() || stop.load() || !in_use(); };
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
      take_parts();
    }
  }
};

ThreadPool::ThreadPool(int threads) : impl_(std::make_unique<Impl>()) {
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
  pool.task = &task;
  pool.parts = parts;
  pool.unfinished = parts;
  const std::uint64_t number = (pool.ticket.load() >> 32) + 1;
  pool.ticket = (number << 32) | static_cast<std::uint32_t>(parts);
  if (pool.sleepers.load() > 0) {
    { const std::lock_guard lock(pool.mutex); }
    pool.work_or_stop.notify_all();
  }
  if (const int helpers = pool.helpers.load(); pool.roused < helpers) {
    pool.roused = helpers;
    { const std::lock_guard lock(pool.mutex); }
    pool.in_use_or_stop.notify_all();
  }
  pool.take_parts();
  const auto done = [&pool] { return pool.unfinished.load() == 0; };
  if (!spin_until(done)) {
    std::unique_lock lock(pool.mutex);
    pool.caller_sleeps = true;
    pool.all_done.wait(lock, done);
    pool.caller_sleeps = false;
  }
}

}  // namespace hourglass
