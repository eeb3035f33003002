// Pickles made for tests, opcode by opcode as Python's Lib/pickle.py and NumPy write them: by Python 2 and 3, in every
// protocol. Shares nothing with the reader. The fuzzers' seeds come from here too.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "data/made_files.h"

namespace hourglass::made {

/// How arrays are written.
enum class PickleBy {
  python2,        ///< protocol 2, numbers as a string of bytes
  lines,          ///< protocol 0 by Python 3: numbers as escaped letters up to a line's end
  python2_lines,  ///< protocol 0 by Python 2: numbers as a quoted text
  letters,        ///< protocol 2 by Python 3: numbers as Latin-1 letters in UTF-8
  frames,         ///< protocol 4
  buffers         ///< protocol 5, whose arrays are made of a buffer
};

class PickleWriter {
 public:
  explicit PickleWriter(PickleBy by) : by_(by) {
    const int protocol = by == PickleBy::frames ? 4 : by == PickleBy::buffers ? 5 : 2;
    if (!lines()) out.push_back(0x80), out.push_back(static_cast<std::uint8_t>(protocol));
  }

  Bytes out;

  void op(char code) { out.push_back(static_cast<std::uint8_t>(code)); }
  void little(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
  }
  void line(const std::string& text) { put_text(out, text + "\n"); }

  void number(std::int64_t value) {
    if (lines()) return op('I'), line(std::to_string(value));
    if (value >= 0 && value < 256) return op('K'), little(static_cast<std::uint64_t>(value), 1);
    op('J'), little(static_cast<std::uint64_t>(value), 4);
  }
  void boolean(bool value) {
    if (lines()) return op('I'), line(value ? "01" : "00");
    out.push_back(value ? 0x88 : 0x89);
  }
  void text(const std::string& ascii) {
    if (by_ == PickleBy::python2_lines) return op('S'), line("'" + ascii + "'");
    if (by_ == PickleBy::lines) return op('V'), line(ascii);
    if (by_ == PickleBy::python2) return op('U'), little(ascii.size(), 1), put_text(out, ascii);
    if (framed()) return out.push_back(0x8c), little(ascii.size(), 1), put_text(out, ascii);
    op('X'), little(ascii.size(), 4), put_text(out, ascii);
  }
  void global(const std::string& module, const std::string& name) {
    if (framed()) return text(module), text(name), out.push_back(0x93);
    op('c'), line(module), line(name);
  }
  /// Of so many values before it, which `parts` writes.
  template <class Parts>
  void tuple(Parts&& parts) {
    op('('), parts(), op('t');
  }
  void remember() {
    if (framed()) return out.push_back(0x94);
    if (lines()) return op('p'), line(std::to_string(memo_++));
    op('q'), little(memo_++ % 256, 1);
  }

  /// `type` as "f4", `order` "<", ">" or "|".
  void dtype(const std::string& type, const std::string& order) {
    global("numpy", "dtype");
    tuple([&] { text(type), boolean(false), boolean(true); });
    op('R');
    tuple([&] {
      number(3), text(order);
      for (int i = 0; i < 3; ++i) op('N');
      number(-1), number(-1), number(0);
    });
    op('b');
  }
  void array(const Bytes& numbers, const std::vector<std::uint64_t>& shape, const std::string& type,
             const std::string& order, bool by_columns = false) {
    const auto sizes = [&] {
      tuple([&] {
        for (const std::uint64_t size : shape) number(static_cast<std::int64_t>(size));
      });
    };
    if (by_ == PickleBy::buffers) {
      global("numpy.core.numeric", "_frombuffer");
      tuple([&] {
        out.push_back(0x96), little(numbers.size(), 8), out.insert(out.end(), numbers.begin(), numbers.end());
        dtype(type, order), sizes(), text(by_columns ? "F" : "C");
      });
      op('R');
      return;
    }
    global("numpy.core.multiarray", "_reconstruct");
    tuple([&] {
      global("numpy", "ndarray");
      tuple([&] { number(0); });
      bytes({'b'});
    });
    op('R'), remember();
    tuple([&] { number(1), sizes(), dtype(type, order), boolean(by_columns), bytes(numbers); });
    op('b');
  }
  void bytes(const Bytes& some) {
    switch (by_) {
      case PickleBy::python2: op('T'), little(some.size(), 4), out.insert(out.end(), some.begin(), some.end()); break;
      case PickleBy::python2_lines: {
        std::string quoted = "'";
        for (const std::uint8_t byte : some) {
          constexpr char kDigits[] = "0123456789abcdef";
          if (byte == '\\' || byte == '\'')
            (quoted += '\\') += static_cast<char>(byte);
          else if (byte == '\n')
            quoted += "\\n";
          else if (byte >= 0x20 && byte < 0x7f)
            quoted += static_cast<char>(byte);
          else
            ((quoted += "\\x") += kDigits[byte >> 4]) += kDigits[byte & 15];
        }
        op('S'), line(quoted + "'");
        break;
      }
      case PickleBy::lines:
      case PickleBy::letters:
        global("_codecs", "encode");
        tuple([&] { latin1(some), text("latin1"); });
        op('R');
        break;
      case PickleBy::frames:
      case PickleBy::buffers:
        out.push_back(0x8e), little(some.size(), 8), out.insert(out.end(), some.begin(), some.end());
        break;
    }
  }
  /// A dictionary; `values` writes each value in turn.
  void dictionary(const std::vector<std::pair<std::string, std::function<void()>>>& entries) {
    op('}'), remember(), op('(');
    for (const auto& [key, write] : entries) text(key), write();
    op('u');
  }
  Bytes stopped() {
    op('.');
    return out;
  }

 private:
  bool lines() const { return by_ == PickleBy::lines || by_ == PickleBy::python2_lines; }
  bool framed() const { return by_ == PickleBy::frames || by_ == PickleBy::buffers; }
  void latin1(const Bytes& some) {
    std::string letters;
    for (const std::uint8_t byte : some) {
      if (by_ == PickleBy::letters) {
        if (byte < 0x80)
          letters += static_cast<char>(byte);
        else
          (letters += static_cast<char>(0xc0 | byte >> 6)) += static_cast<char>(0x80 | (byte & 0x3f));
      } else if (byte == '\\' || byte == '\n' || byte == '\r' || byte == 0 || byte == 0x1a) {
        constexpr char kDigits[] = "0123456789abcdef";
        ((letters += "\\u00") += kDigits[byte >> 4]) += kDigits[byte & 15];
      } else {
        letters += static_cast<char>(byte);
      }
    }
    if (by_ == PickleBy::letters)
      op('X'), little(letters.size(), 4), put_text(out, letters);
    else
      op('V'), line(letters);
  }

  PickleBy by_;
  std::uint64_t memo_ = 0;
};

/// Numbers of the images as floats, value / 255 + shift.
inline Bytes as_floats(const Bytes& pixels, float shift, bool big_endian = false) {
  Bytes out;
  for (const std::uint8_t pixel : pixels) {
    const float value = static_cast<float>(pixel) / 255 + shift;
    std::uint8_t raw[4];
    std::memcpy(raw, &value, 4);
    for (int i = 0; i < 4; ++i) out.push_back(raw[big_endian ? 3 - i : i]);
  }
  return out;
}

inline Bytes as_words(const Bytes& labels) {
  Bytes out;
  for (const std::uint8_t label : labels) out.push_back(label), out.insert(out.end(), 7, 0);
  return out;
}

/// As the Udacity course's notMNIST.pickle: a dictionary of six arrays, floats from -0.5 to 0.5.
inline Bytes notmnist_pickle(const ImageSet& train, const ImageSet& valid, const ImageSet& test, PickleBy by) {
  PickleWriter writer(by);
  std::vector<std::pair<std::string, std::function<void()>>> entries;
  for (const auto& [name, set] : {std::pair{"train", &train}, {"valid", &valid}, {"test", &test}}) {
    entries.emplace_back(std::string(name) + "_dataset", [&writer, images = set] {
      writer.array(as_floats(images->pixels, -0.5f), {images->size(), 28, 28}, "f4", "<");
    });
    entries.emplace_back(std::string(name) + "_labels", [&writer, images = set] {
      Bytes words;
      for (const std::uint8_t label : images->labels) words.push_back(label), words.insert(words.end(), 3, 0);
      writer.array(words, {images->size()}, "i4", "<");
    });
  }
  writer.dictionary(entries);
  return writer.stopped();
}

/// As mnist.pkl: three pairs of images (n, 784) from 0 to 1 and labels.
inline Bytes mnist_pickle(const ImageSet& train, const ImageSet& valid, const ImageSet& test, PickleBy by) {
  PickleWriter writer(by);
  writer.tuple([&] {
    for (const ImageSet* set : {&train, &valid, &test})
      writer.tuple([&] {
        writer.array(as_floats(set->pixels, 0), {set->size(), 784}, "f4", "<");
        writer.array(as_words(set->labels), {set->size()}, "i8", "<");
      });
  });
  return writer.stopped();
}

}  // namespace hourglass::made
