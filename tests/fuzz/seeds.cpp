// Writes the fuzzers' seeds: small, whole files of every format, made as the tests make theirs.
//   fuzz_seeds FOLDER      one folder below it for each fuzzer
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <utility>

#include "data/catalogue.h"
#include "data/made_files.h"
#include "data/made_matlab.h"
#include "data/made_parquet_sets.h"
#include "data/made_pickles.h"
#include "data/made_pictures.h"
#include "data/made_tables.h"
#include "data/set_files.h"
#include "engine/codec.h"
#include "model/onnx.h"
#include "training/checkpoint.h"
#include "training/made_npz.h"
#include "training/trainer.h"

namespace fs = std::filesystem;
using namespace hourglass;
using made::Bytes;

namespace {

class Seeds {
 public:
  explicit Seeds(fs::path root) : root_(std::move(root)) {}
  /// For its own codec, and for the front door, whose first byte chooses options.
  void add(const std::string& fuzzer, const Bytes& bytes, bool piece_byte = false) {
    write(fuzzer, bytes, piece_byte ? 1 : 0);
    for (std::uint8_t options : {0x00, 0x27}) write("decode", bytes, 1, options);
  }
  void write(const std::string& fuzzer, const Bytes& bytes, int lead = 0, std::uint8_t first = 64) {
    fs::create_directories(root_ / fuzzer);
    std::ofstream file(root_ / fuzzer / (std::to_string(number_++) + ".seed"), std::ios::binary);
    if (lead) file.put(static_cast<char>(first));
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }

 private:
  fs::path root_;
  int number_ = 0;
};

void add_png(Seeds& seeds) {
  for (bool interlaced : {false, true}) {
    for (int depth : {1, 2, 4, 8, 16}) {
      const std::vector<std::uint16_t> samples(9 * 7, 1);
      seeds.add("png", made::png(samples, {.width = 9, .height = 7, .depth = depth, .interlaced = interlaced}));
      if (depth <= 8) {
        seeds.add("png", made::png(samples, {.width = 9,
                                             .height = 7,
                                             .depth = depth,
                                             .colour = 3,
                                             .interlaced = interlaced,
                                             .palette = {1, 2, 3, 4, 5, 6},
                                             .transparency = {0, 200}}));
      }
      if (depth >= 8) {
        for (int colour : {2, 4, 6}) {
          seeds.add("png",
                    made::png(std::vector<std::uint16_t>(9 * 7 * 4, 77),
                              {.width = 9, .height = 7, .depth = depth, .colour = colour, .interlaced = interlaced}));
        }
      }
    }
  }
}

void add_arrays(Seeds& seeds, const ImageSet& set) {
  seeds.add("idx", made::idx_images(set));
  seeds.add("idx", made::idx_labels(set));
  seeds.add("idx", made::idx(Bytes(4 * 5 * 5 * 8, 0), {4, 5, 5}, 0x0E));
  seeds.add("npy", made::npy_images(set));
  seeds.add("npy", made::npy_labels(set));
  seeds.add("npy", made::npy(Bytes(2 * 64 * 4, 0), "<f4", "(2, 64)", true, 2));
  seeds.add("npy", made::npy(Bytes(2 * 64 * 2, 1), ">f2", "(2, 8, 8)", false, 3));
  seeds.add("npy", made::npy(made::raw<std::int64_t>({0, 1}), "<i8", "(2, 1)"));
}

void add_text(Seeds& seeds, const std::string& fuzzer, const std::string& text) {
  seeds.add(fuzzer, Bytes(text.begin(), text.end()), true);
}

void add_tables(Seeds& seeds) {
  for (const char* label : {"", "3,", "word,"}) {
    std::string text = label;
    for (int i = 0; i < 25; ++i) text += (i ? "," : "") + std::to_string(i * 10);
    text += "\n";
    seeds.add("csv", Bytes(text.begin(), text.end()), true);
    std::string twice = text + text;
    std::replace(twice.begin(), twice.end(), ',', ';');
    seeds.add("csv", Bytes(twice.begin(), twice.end()), true);
  }
  std::string header = "label", row = "\n7";
  for (int i = 0; i < 16; ++i) {
    header += ",pixel" + std::to_string(i);
    row += ",0.5";
  }
  const std::string table = header + row + row + "\n";
  add_text(seeds, "csv", table);
  std::string decimals = "sep=;\r", spaces = "# numbers\n", last;
  for (int i = 0; i < 17; ++i) {
    decimals += (i ? ";0," : "0,") + std::to_string(i);
    spaces += (i ? " " : "") + std::to_string(i) + ".5e+00";
    last += (i ? "," : "") + std::to_string(i * 5 % 60);
  }
  add_text(seeds, "csv", decimals + "\r");
  add_text(seeds, "csv", spaces + "\n");
  add_text(seeds, "csv", last + "\n" + last.substr(0, last.size() - 1) + "3\n");
  std::string utf16 = "\xFF\xFE";
  for (char c : table) utf16 += std::string(1, c) + '\0';
  add_text(seeds, "csv", utf16);

  add_text(seeds, "libsvm", "3 1:0.5 2:1 16:1\n4\n-1 3:7 # three\n");
  add_text(seeds, "libsvm", made::libsvm(made::images(2)));

  std::string cells = "0";
  for (int i = 1; i < 16; ++i) cells += "," + std::to_string(i * 17);
  add_text(seeds, "arff", made::arff_head(16, "class {3,4}") + cells + ",3\n{0 5, 16 4}\n");
  add_text(seeds, "arff", made::arff_head(16, "'the label' STRING") + cells + ",A\n" + cells + ",B\n");

  const std::string list = "[" + cells + "]";
  add_text(seeds, "json_table", "{\"data\": " + list + ", \"shape\": [4, 4]}");
  add_text(seeds, "json_table", "[[3," + cells + "],[4," + cells + "]]");
  add_text(seeds, "json_table", "[[" + cells + ",\"A\\u0042\\n\"]]");
  add_text(seeds, "json_table", "{\"image\":" + list + ",\"label\":3}\n{\"image\":" + list + ",\"output\":[0,0,1]}\n");
  add_text(seeds, "json_table",
           "{\"x_train\":[" + list + "," + list + "],\"y_test\":[1],\"x_test\":[" + list + "],\"y_train\":[0,1]}");
  add_text(seeds, "json_table",
           "{\"images\":[[[1,2,3,4],[1,2,3,4],[1,2,3,4],[1,2,3,4]]," + list + "],\"labels\":[\"a\",\"b\"]}");
}

void add_archives(Seeds& seeds, const ImageSet& set) {
  auto entries = made::folders(set);
  entries.push_back({"set/0/empty.png", {}});
  entries.push_back({"set/README", {'h', 'i'}});
  entries.push_back({"set/" + std::string(120, 'n') + "/" + std::string(120, 'f') + ".png", made::png(set.image(0))});
  seeds.add("tar", made::pax(entries), true);
  seeds.add("tar", made::gnutar(entries), true);
  entries.pop_back();
  seeds.add("tar", made::tar(entries), true);
  seeds.add("gzip", made::gzipped(made::tar(entries)), true);
  seeds.add("gzip", made::gzipped(made::idx_labels(set)), true);
  seeds.add("xz", made::as_xz(made::tar(entries)), true);
  seeds.add("xz", made::as_xz(made::idx_labels(set), 0), true);
  for (bool deflate : {true, false}) {
    seeds.add("zip", made::zip(entries, deflate));
    seeds.add("zip", made::zip({{"x_train.npy", made::npy_images(set)},
                                {"y_train.npy", made::npy_labels(set)},
                                {"x_test.npy", made::npy_images(set)},
                                {"y_test.npy", made::npy_labels(set)}},
                               deflate));
  }
  if (const auto saved = as_zip(set_as_arrays(set))) seeds.add("zip", joined_pieces(*saved));
  seeds.add("zip", made::packed(entries, [](archive* a) {
              archive_write_set_format_zip(a);
              archive_write_set_format_option(a, "zip", "zip64", "1");
            }));
}

void add_pairs(Seeds& seeds, const ImageSet& set) {
  Bytes both;
  for (const Bytes& file :
       {made::idx_images(set), made::idx_labels(set), made::png(set.image(0)), made::png(set.image(1))}) {
    made::put_big(both, file.size(), 2);
    both.insert(both.end(), file.begin(), file.end());
  }
  seeds.write("pair", both);
}

void add_catalogue(Seeds& seeds) {
  CatalogueEntry entry;
  entry.id = "a";
  entry.title = "A";
  entry.files = {{"a/a.gz", 10, "00"}};
  entry.split = {{0, 5}, {5, 6}, {6, 10}};
  entry.class_names = {"x"};
  const std::string json = write_catalogue({entry});
  seeds.write("catalogue", Bytes(json.begin(), json.end()));
}

/// Small runs of each kind of optimizer, before their first step and after two epochs.
void add_models(Seeds& seeds, const ImageSet& set) {
  for (const OptimizerKind optimizer : {OptimizerKind::sgd, OptimizerKind::adam}) {
    for (const bool tied : {true, false}) {
      Experiment experiment;
      experiment.network.encoder = {784, 2};
      experiment.network.tied = tied;
      experiment.training.optimizer = optimizer;
      experiment.training.batch = 2;
      Split split;
      for (std::uint32_t i = 0; i < set.size(); ++i) (i % 2 ? split.train : split.held_out).push_back(i);
      Trainer trainer(experiment, std::make_shared<const ImageSet>(set), split);
      trainer.run_epoch();
      const Checkpoint checkpoint{experiment, trainer.state(), set.class_names};
      seeds.write("model_file", save_checkpoint(checkpoint, optimizer == OptimizerKind::adam ? SavedAs::whole
                                                                                             : SavedAs::half_weights));
    }
  }
}

/// Another program's network in each form that is taken in.
void add_foreign_models(Seeds& seeds) {
  for (const bool tied : {true, false}) {
    for (const bool variational : {true, false}) {
      const Network network =
          made::random_network({.encoder = {784, 2}, .tied = tied, .shared_biases = false, .variational = variational});
      const auto pytorch = made::arrays_of(network, made::Naming::pytorch);
      seeds.write("model_file", write_safetensors({.metadata = {{"format", "pt"}}, .tensors = pytorch}));
      seeds.write("model_file", made::npz_of(made::arrays_of(network, made::Naming::numpy)));
      for (const OnnxPart part : {OnnxPart::encoder, OnnxPart::decoder, OnnxPart::autoencoder}) {
        const Bytes onnx = to_onnx(network, part, "net", {{"data", "mnist"}});
        seeds.write("onnx_read", onnx);
        seeds.write("model_file", onnx);
      }
    }
  }
}

void add_message(Seeds& seeds, const Message& message) {
  Bytes all;
  for (const auto part : parts_of(message)) {
    made::put_big(all, part.size(), 2);
    all.insert(all.end(), part.begin(), part.end());
  }
  seeds.write("message", all);
}

template <class Variant, std::size_t... Kinds>
void add_each_kind(Seeds& seeds, Message (*encode)(Variant), std::index_sequence<Kinds...>) {
  (add_message(seeds, encode(Variant(std::in_place_index<Kinds>))), ...);
}

/// Every command and event as it is by default, and some with arrays.
void add_messages(Seeds& seeds, const ImageSet& set) {
  add_each_kind(seeds, encode_command, std::make_index_sequence<std::variant_size_v<Command>>());
  add_each_kind(seeds, encode_event, std::make_index_sequence<std::variant_size_v<Event>>());
  command::LoadFiles load;
  load.file_names = {"images", "labels"};
  load.files = {made::idx_images(set), made::idx_labels(set)};
  load.handles = {{3, 20}, {}};
  load.options = "{\"invert\":true}";
  add_message(seeds, encode_command(load));
  add_message(seeds, encode_command(command::GetImages{4, command::Subset::all, {0, 1, 2}}));
  add_message(seeds, encode_command(command::Restore{5, {}, 1.5, 7, {1, 2, 3}, {HistoryPoint{.epoch = 1, .step = 5}}}));
  add_message(seeds, encode_event(event::Codes{6, command::Subset::training, 1, 2.5, 2, {1, 2, 3, 4}}));
  add_message(seeds, encode_event(event::DataSheet{7, {{"a", 3}}, {"Few."}, Bytes(784, 1), Bytes(784, 2), 1}));
}

void add_pickles(Seeds& seeds, const ImageSet& set) {
  using enum made::PickleBy;
  for (const made::PickleBy by : {python2, lines, python2_lines, letters, frames, buffers}) {
    seeds.add("pickle", made::notmnist_pickle(set, set, set, by), true);
    seeds.add("pickle", made::mnist_pickle(set, set, set, by), true);
  }
  // A list of images, each with its label; and a second pickle behind it.
  made::PickleWriter list(frames), words(frames);
  list.op(']'), list.op('(');
  for (std::size_t i = 0; i < set.size(); ++i)
    list.tuple([&] {
      list.array(Bytes(set.image(i).begin(), set.image(i).end()), {28, 28}, "u1", "|");
      list.number(set.labels[i]);
    });
  list.op('e');
  words.op(']'), words.op('('), words.text("no"), words.text("yes"), words.op('e');
  Bytes both = list.stopped();
  const Bytes second = words.stopped();
  both.insert(both.end(), second.begin(), second.end());
  seeds.add("pickle", both, true);
}

void add_matlab(Seeds& seeds, const ImageSet& set) {
  const auto count = static_cast<std::uint32_t>(set.size());
  for (const bool packed : {false, true}) {
    for (const bool big_endian : {false, true}) {
      made::MatlabWriter file(packed, big_endian);
      const Bytes labels = file.matrix({"", {count, 1}, set.labels});
      file.variable({"images", {28, 28, count}, made::images_last(set)});
      file.variable("rest", {{"labels", labels}, {"note", file.text("two")}});
      file.put(file.cell("cell", {labels, file.record("", {{"y", labels}})}));
      const Bytes image = file.matrix({"", {8, 8}, Bytes(64, 9)}), label = file.matrix({"", {1, 1}, {1}});
      file.put(file.records("data", {"image", "label"}, {{image, label}, {image, file.text("b")}}));
      file.put(file.letters("words", {"no", "yes"}, 3));
      file.put(file.sparse("X", {2, 3}, {0, 1, 1}, {0, 1, 1, 3}, {5, 6, 7}));
      file.put(file.object("table"));
      seeds.add("matlab", file.out, true);
    }
  }
  for (const bool big_endian : {false, true})
    seeds.add("matlab", made::matlab4("images", count, 784, made::rows_by_column(set), 5, big_endian), true);
}

void add_parquet(Seeds& seeds, const ImageSet& set) {
  for (const int codec : {0, 1, 2, 6}) {
    for (const bool version2 : {false, true}) {
      const made::PqKind kind = {.codec = codec, .version2 = version2, .rows_a_group = 3, .rows_a_page = 2};
      for (const int encoding : {0, 6, 7, 8}) seeds.add("parquet", made::hugging_face(set, encoding).file(kind));
      for (const int encoding : {0, 5, 8, 9}) {
        seeds.add("parquet", made::pq_lists(set, 1, encoding).file(kind));
        seeds.add("parquet", made::pq_lists(set, 2, encoding).file(kind));
      }
    }
  }
  made::ParquetWriter small;  // a column for each of 16 pixels
  small.schema.push_back(made::kPqLabel);
  small.columns.push_back(made::pq_labels(set));
  for (int p = 0; p < 16; ++p) {
    small.schema.push_back({"pixel" + std::to_string(p), 1, 0, made::Pq::float32});
    small.columns.push_back(made::pq_column(
        made::Pq::float32, std::vector<Bytes>(set.size(), made::little_bytes(static_cast<float>(p) / 15))));
  }
  seeds.add("parquet", small.file());
}

/// A picture of each kind, and of the ways in which its kind differs.
void add_pictures(Seeds& seeds, const ImageSet& set) {
  const std::span<const std::uint8_t> image = set.image(0);
  for (const made::PictureKindMade& kind : made::picture_kinds()) seeds.add("picture", kind.make(image));
  const Bytes colours(8 * 8 * 3, 90), inks(8 * 8 * 4, 200);
  for (const bool progressive : {false, true}) {
    for (const J_COLOR_SPACE stored : {JCS_YCbCr, JCS_RGB}) {
      seeds.add("picture", made::jpeg(colours, {.width = 8,
                                                .height = 8,
                                                .from = JCS_RGB,
                                                .stored = stored,
                                                .progressive = progressive,
                                                .app1 = made::exif(6, progressive)}));
    }
    for (const J_COLOR_SPACE stored : {JCS_CMYK, JCS_YCCK}) {
      seeds.add(
          "picture",
          made::jpeg(inks, {.width = 8, .height = 8, .from = JCS_CMYK, .stored = stored, .progressive = progressive}));
    }
  }
  seeds.add("picture", made::webp_lossy(inks, 8, 8));
  seeds.add("picture", made::webp_lossless(inks, 8, 8));
  seeds.add("picture", made::webp_animation(8, 8));
  const Bytes indices(4 * 9, 7);
  seeds.add("picture", made::gif(indices, {.width = 4,
                                           .height = 9,
                                           .left = 1,
                                           .top = 2,
                                           .ground_width = 9,
                                           .ground_height = 12,
                                           .interlaced = true,
                                           .transparent = 7,
                                           .pictures = 2}));
  const Bytes palette = {0, 0, 0, 0, 255, 255, 255, 0};
  for (const int bits : {1, 4, 8})
    seeds.add("picture", made::bmp(Bytes(16, 1), {.width = 4, .height = 4, .bits = bits, .palette = palette}));
  for (const int bits : {16, 24, 32})
    seeds.add("picture", made::bmp(Bytes(64, 77), {.width = 4, .height = -4, .bits = bits}));
  seeds.add("picture", made::bmp(Bytes(64, 77), {.width = 4,
                                                 .height = 4,
                                                 .bits = 32,
                                                 .packing = 3,
                                                 .header = 124,
                                                 .masks = {0xFF0000, 0xFF00, 0xFF, 0xFF000000}}));
  seeds.add("picture", made::bmp({2, 1, 1, 0, 0, 0, 0, 3, 1, 0, 1, 0, 0, 2, 1, 0, 0, 1},
                                 {.width = 3, .height = 2, .bits = 8, .packing = 1, .palette = palette}));
  seeds.add("picture", made::bmp({5, 0x10, 0, 0, 0, 4, 1, 1, 0, 1},
                                 {.width = 5, .height = 2, .bits = 4, .packing = 2, .palette = palette}));
}

void add_picture_tables(Seeds& seeds, const ImageSet& set) {
  const std::string head = "filename,label\n1.png,cat\na/1.png,dog\n";
  add_text(seeds, "picture_table", head);
  add_text(seeds, "picture_table", "\"label\";\"image id\"\n7;\"a;1\"\n");
  add_text(seeds, "picture_table", "a/1.png 3\r\na/2.jpg 4\r\n");
  const Bytes text(head.begin(), head.end());
  seeds.add("zip", made::zip({{"d/labels.csv", text},
                              {"d/a/1.png", made::png(set.image(0))},
                              {"d/b/1.png", made::png(set.image(1))}}));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "fuzz_seeds FOLDER\n");
    return 2;
  }
  Seeds seeds{fs::path(argv[1])};
  const ImageSet set = made::images(2, 2);
  add_png(seeds);
  add_arrays(seeds, set);
  add_pickles(seeds, set);
  add_matlab(seeds, set);
  add_parquet(seeds, set);
  add_pictures(seeds, set);
  add_picture_tables(seeds, set);
  add_tables(seeds);
  add_archives(seeds, set);
  add_pairs(seeds, set);
  add_catalogue(seeds);
  add_models(seeds, set);
  add_foreign_models(seeds);
  add_messages(seeds, set);
  return 0;
}
