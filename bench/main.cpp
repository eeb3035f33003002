// The measuring program natively: answers the requests that it reads, a line each. Threads are the only argument.
//   echo list | hourglass-bench 2
#include <cstdlib>
#include <iostream>
#include <string>

#include "harness.h"

int main(int argc, char** argv) {
  hourglass::bench::Bench bench(argc > 1 ? std::atoi(argv[1]) : 1);
  for (std::string line; std::getline(std::cin, line);) std::cout << bench.answer(line) << std::endl;
  return 0;
}
