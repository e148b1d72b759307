"""Serve a GGUF file by llama.cpp on loopback: `python serve_gguf.py FILE`, in an environment with xllamacpp.

Prints the base URL once the model is loaded, and serves until standard input is closed.
"""

import sys

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx = 4096
params.n_parallel = 1
# Threads that spin while they wait starve each other where cores are shared.
params.cpuparams.poll = params.cpuparams_batch.poll = 0
params.hostnames = ["127.0.0.1"]
params.port = 0
server = xllamacpp.Server(params)
sys.stdout.write(f"{server.listening_address}/v1\n")
sys.stdout.flush()
sys.stdin.read()
