#include <filesystem>

#include <stdlib.h>

#include <cqrs/sqlite.hpp>

#include "support.hpp"

namespace cqrs::conformance {
namespace {

class SqliteEngine final : public Engine {
 public:
  explicit SqliteEngine(const Limits& limits) {
    options_.limits = limits;
    std::string directory = (std::filesystem::temp_directory_path() / "cqrs-conformance-XXXXXX").string();
    if (mkdtemp(directory.data()) == nullptr) throw std::runtime_error("no temporary directory");
    directory_ = directory;
    open();
  }
  ~SqliteEngine() override {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }
  [[nodiscard]] Store& store() override { return *store_; }
  void reopen() override {
    store_.reset();
    open();
  }

 private:
  void open() {
    auto opened = sqlite::open(directory_ / "store.db", options_);
    if (!opened) throw std::runtime_error(opened.error().text);
    store_ = *std::move(opened);
  }

  sqlite::Options options_;
  std::filesystem::path directory_;
  std::unique_ptr<sqlite::SqliteStore> store_;
};

}  // namespace

std::unique_ptr<Engine> make_engine(const Limits& limits) { return std::make_unique<SqliteEngine>(limits); }

}  // namespace cqrs::conformance
