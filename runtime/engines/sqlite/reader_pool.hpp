#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "log_reader.hpp"
#include "rows/connection.hpp"
#include "rows/session.hpp"
#include "snapshots.hpp"

namespace cqrs::sqlite {

/// Connections that read, as many as there are readers at a time. Thread-safe.
class ReaderPool {
 public:
  struct Reader {
    Connection connection;
    LogReader log;
    SnapshotReader snapshots;
    std::unique_ptr<rows::Session> session;  ///< for inline rows; null until it is asked for
  };

  /// A reader for oneself, given back when this goes.
  class Lease {
   public:
    Lease(ReaderPool& pool, std::unique_ptr<Reader> reader) : pool_(&pool), reader_(std::move(reader)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (reader_) pool_->give_back(std::move(reader_));
    }
    Reader* operator->() const noexcept { return reader_.get(); }

   private:
    ReaderPool* pool_;
    std::unique_ptr<Reader> reader_;
  };

  ReaderPool(std::string path, std::string vfs, Dictionary& dictionary)
      : path_(std::move(path)), vfs_(std::move(vfs)), dictionary_(dictionary) {}

  Result<Lease> lease();
  /// Closes those that are not in use, and the others as they come back.
  void close();

 private:
  void give_back(std::unique_ptr<Reader> reader);

  const std::string path_;
  const std::string vfs_;
  Dictionary& dictionary_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Reader>> idle_;
  bool closed_ = false;
};

}  // namespace cqrs::sqlite
