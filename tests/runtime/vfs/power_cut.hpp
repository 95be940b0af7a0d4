#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "memory_disk.hpp"

namespace cqrs::vfs {

/// What the files may be after the power has failed at a point of a history of changes. All that was synchronized is
/// there; of what was not, any part: whole writes or sectors of them, in any order. Names are kept in the order in
/// which they were given and taken, as journals of file systems do.
class PowerCut {
 public:
  /// `image` is what the disk held when the recording began.
  explicit PowerCut(const Image& image);

  /// One change further. `change` must outlive this object. Marks are nothing to it.
  void apply(const Change& change);

  /// Something of what may be left here. Each call another draw.
  [[nodiscard]] Image draw(std::mt19937_64& random) const;

  /// Whether anything waits for a sync: otherwise all draws are the same.
  [[nodiscard]] bool is_open() const;

 private:
  struct File {
    Content durable;
    std::vector<const Change*> waiting;
  };

  void keep(Content& content, const Change& change, std::size_t sector, std::mt19937_64& random,
            unsigned percent) const;
  [[nodiscard]] Content draw_file(const File& file, std::mt19937_64& random) const;

  std::vector<File> files_;  ///< by number
  std::map<std::string, std::uint32_t> names_;
  std::vector<const Change*> waiting_names_;
};

}  // namespace cqrs::vfs
