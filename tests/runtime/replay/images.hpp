#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include <cqrs/rows.hpp>

namespace replay {

/// A database of rows of which each state that was ever committed can be had again, as after a crash or a loss of power
/// that has taken the commits behind it. Single-threaded.
class Images {
 public:
  Images();
  Images(const Images&) = delete;
  Images& operator=(const Images&) = delete;
  ~Images();

  /// The database as it is now. `split`: the checkpoint is committed behind the rows, which a crash must not show.
  [[nodiscard]] std::shared_ptr<cqrs::sql::RowStore> open(bool split);
  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  /// As it was at an image; it must not be open.
  void go_back_to(std::size_t image);

 private:
  class Imaged;

  void take();
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return directory_ / name; }

  std::filesystem::path directory_;
  std::size_t count_ = 0;
};

}  // namespace replay
