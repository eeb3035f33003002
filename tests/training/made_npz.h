// A NumPy archive of arrays, and any zip, as bytes: stored, not packed, which is how numpy.savez writes them.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "data/crc.h"
#include "model/made_arrays.h"
#include "model/safetensors.h"

namespace hourglass::made {

using NamedContents = std::vector<std::pair<std::string, std::vector<std::uint8_t>>>;

inline std::vector<std::uint8_t> stored_zip(const NamedContents& entries) {
  std::vector<std::uint8_t> out, directory;
  const auto add_text = [](std::vector<std::uint8_t>& to, const std::string& text) {
    to.insert(to.end(), text.begin(), text.end());
  };
  for (const auto& [name, contents] : entries) {
    const std::size_t at = out.size();
    const std::uint32_t sum = crc(0, contents);
    put_number(out, 0x04034b50, 4), put_number(out, 20, 2), put_number(out, 0, 2), put_number(out, 0, 2);
    put_number(out, 0, 4), put_number(out, sum, 4);
    put_number(out, contents.size(), 4), put_number(out, contents.size(), 4);
    put_number(out, name.size(), 2), put_number(out, 0, 2);
    add_text(out, name);
    out.insert(out.end(), contents.begin(), contents.end());
    put_number(directory, 0x02014b50, 4), put_number(directory, 20, 2), put_number(directory, 20, 2);
    put_number(directory, 0, 2), put_number(directory, 0, 2), put_number(directory, 0, 4);
    put_number(directory, sum, 4), put_number(directory, contents.size(), 4);
    put_number(directory, contents.size(), 4), put_number(directory, name.size(), 2);
    put_number(directory, 0, 2), put_number(directory, 0, 2), put_number(directory, 0, 2);
    put_number(directory, 0, 2), put_number(directory, 0, 4), put_number(directory, at, 4);
    add_text(directory, name);
  }
  const std::size_t at = out.size();
  out.insert(out.end(), directory.begin(), directory.end());
  put_number(out, 0x06054b50, 4), put_number(out, 0, 2), put_number(out, 0, 2);
  put_number(out, entries.size(), 2), put_number(out, entries.size(), 2);
  put_number(out, directory.size(), 4), put_number(out, at, 4), put_number(out, 0, 2);
  return out;
}

/// `columns_first`: as NumPy stores what was transposed.
template <class Number = float>
std::vector<std::uint8_t> npy_of(const Tensor& tensor, const std::string& type = "<f4", bool columns_first = false) {
  std::string shape = "(";
  for (const std::int64_t size : tensor.shape) shape += std::to_string(size) + ", ";
  std::string header = "{'descr': '" + type + "', 'fortran_order': " + (columns_first ? "True" : "False") +
                       ", 'shape': " + shape + "), }";
  while ((10 + header.size() + 1) % 64 != 0) header += ' ';
  header += '\n';
  std::vector<std::uint8_t> out = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  put_number(out, header.size(), 2);
  out.insert(out.end(), header.begin(), header.end());
  const auto add = [&](float value) {
    const auto number = static_cast<Number>(value);
    std::uint8_t raw[sizeof number];
    std::memcpy(raw, &number, sizeof number);
    out.insert(out.end(), raw, raw + sizeof number);
  };
  if (columns_first && tensor.shape.size() == 2) {
    const auto rows = static_cast<std::size_t>(tensor.shape[0]), cols = static_cast<std::size_t>(tensor.shape[1]);
    for (std::size_t c = 0; c < cols; ++c)
      for (std::size_t r = 0; r < rows; ++r) add(tensor.values[r * cols + c]);
  } else {
    for (const float value : tensor.values) add(value);
  }
  return out;
}

inline std::vector<std::uint8_t> npz_of(const std::vector<Tensor>& tensors) {
  NamedContents entries;
  for (const Tensor& tensor : tensors) entries.emplace_back(tensor.name + ".npy", npy_of(tensor));
  return stored_zip(entries);
}

}  // namespace hourglass::made
