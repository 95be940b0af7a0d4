#include "images.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include <stdlib.h>

#include "../projection_crash/split_rows.hpp"

namespace replay {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSuffixes[] = {"", "-wal"};

}  // namespace

/// Takes an image behind each transaction.
class Images::Imaged final : public cqrs::sql::RowStore {
 public:
  Imaged(Images& images, std::shared_ptr<cqrs::sql::RowStore> rows) : images_(images), rows_(std::move(rows)) {}

  cqrs::Result<void> write(cqrs::sql::Work work) override {
    auto written = rows_->write(work);
    images_.take();
    return written;
  }
  cqrs::Result<void> read(cqrs::sql::Work work) override { return rows_->read(work); }
  cqrs::Result<void> close() override { return rows_->close(); }

 private:
  Images& images_;
  std::shared_ptr<cqrs::sql::RowStore> rows_;
};

Images::Images() {
  std::string name = (fs::temp_directory_path() / "cqrs-replay-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  directory_ = name;
}

Images::~Images() { fs::remove_all(directory_); }

std::shared_ptr<cqrs::sql::RowStore> Images::open(bool split) {
  std::shared_ptr<cqrs::sql::RowStore> rows = cqrs::rows::open(file("rows.db")).value();
  if (split) rows = std::make_shared<projection_test::SplitRows>(std::move(rows), [this] { take(); });
  return std::make_shared<Imaged>(*this, std::move(rows));
}

// What a crash leaves are these files; the index of the write-ahead log is made anew.
void Images::take() {
  for (const std::string suffix : kSuffixes) {
    const fs::path from = file("rows.db" + suffix);
    const fs::path to = file(std::to_string(count_) + suffix);
    fs::remove(to);
    if (fs::exists(from)) fs::copy_file(from, to);
  }
  ++count_;
}

void Images::go_back_to(std::size_t image) {
  fs::remove(file("rows.db-shm"));
  for (const std::string suffix : kSuffixes) {
    const fs::path from = file(std::to_string(image) + suffix);
    fs::remove(file("rows.db" + suffix));
    if (fs::exists(from)) fs::copy_file(from, file("rows.db" + suffix));
  }
  // What came behind it never was.
  count_ = image + 1;
}

}  // namespace replay
